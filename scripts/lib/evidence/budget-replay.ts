/** Bounds of `Budgets.sol`, `Overrides.sol` and `SystemModeBook.sol`, in seconds. */
const HOUR = 3_600;
const COUNCIL_BUDGET = 72 * HOUR;
const OVERDUE_RESERVE = 12 * HOUR;
const OVERRIDE_BUDGET = 72 * HOUR;
const OVERRIDE_MAX = 24 * HOUR;
const EXTENSION_MAX = 30 * 24 * HOUR;
const STEP_DOWN_MAX = 72 * HOUR;

interface Use {
  strict: number;
  reserve: number;
  overrides: number;
}

interface SystemUse extends Use {
  refills: number;
  /** End of the stretch that is paid for. */
  strictUntil: number;
  /** End of the council's half of LIMITED. */
  councilLimited: number;
  /** End of every mode but NORMAL. */
  restrictedUntil: number;
  /** Until when each operation is allowed. */
  readonly grants: Map<string, number>;
}

interface RestrictionArgs {
  readonly strictUntil: number;
  readonly limitedUntil: number;
  readonly charged: number;
  readonly fromReserve: boolean;
}

/**
 * What restrictions and overrides used up, replayed from events as the contracts count it. Each method takes note of an
 * event and says what is wrong with it, null for nothing.
 */
export class BudgetReplay {
  readonly #systems = new Map<string, SystemUse>();
  readonly #incidents = new Map<string, Map<string, Use & { refills: number }>>();

  restrict(incidentId: string, systemId: string, args: RestrictionArgs, now: number): string | null {
    const { strictUntil, limitedUntil, charged, fromReserve } = args;
    const system = this.#system(systemId);
    const own = this.#use(incidentId, systemId);
    const paidUntil = fromReserve ? now : Math.max(system.strictUntil, now);
    const due = Math.max(0, strictUntil - paidUntil);
    const [pool, limit] = fromReserve ? (["reserve", OVERDUE_RESERVE] as const) : (["strict", COUNCIL_BUDGET] as const);
    system[pool] += charged;
    own[pool] += charged;
    system.strictUntil = Math.max(system.strictUntil, strictUntil);
    system.grants.clear();
    const stepDown = Math.max(system.councilLimited, 2 * strictUntil - now);
    system.councilLimited = stepDown;
    system.restrictedUntil = Math.max(system.restrictedUntil, stepDown);
    if (strictUntil <= now) return `ends at ${strictUntil}, its block is of ${now}`;
    if (charged !== due) return `was charged ${charged} s for ${due} s that were not paid for`;
    if (system[pool] > limit) return `uses ${system[pool]} s of the ${limit} s of its ${POOLS[pool]}`;
    if (limitedUntil !== stepDown) return `steps down until ${limitedUntil} instead of ${stepDown}`;
    return null;
  }

  extend(systemId: string, limited: boolean, until: number, limitedUntil: number, now: number): string | null {
    const system = this.#system(systemId);
    const wasRestricted = system.restrictedUntil > now;
    system.restrictedUntil = Math.max(system.restrictedUntil, limitedUntil);
    const stepDown = limited ? until : until + Math.min(until - now, STEP_DOWN_MAX);
    if (!wasRestricted) return "extends what is not restricted";
    if (until > now + EXTENSION_MAX) return `lasts ${until - now} s, more than ${EXTENSION_MAX} s`;
    if (limitedUntil !== stepDown) return `steps down until ${limitedUntil} instead of ${stepDown}`;
    return null;
  }

  restore(systemId: string, toNormal: boolean, now: number): string | null {
    const system = this.#system(systemId);
    const wasRestricted = system.restrictedUntil > now;
    system.strictUntil = 0;
    if (toNormal) [system.councilLimited, system.restrictedUntil] = [0, 0];
    return wasRestricted ? null : "restores what is not restricted";
  }

  /** Overrides are the Sovereign Authority's own limit; they are not refilled. */
  refill(systemId: string): void {
    const system = this.#system(systemId);
    [system.strict, system.reserve] = [0, 0];
    system.refills += 1;
  }

  grant(incidentId: string, systemId: string, operation: string, until: number, now: number): string | null {
    const system = this.#system(systemId);
    const from = Math.max(system.grants.get(operation) ?? 0, now);
    const added = until - from;
    system.grants.set(operation, until);
    system.overrides += added;
    this.#use(incidentId, systemId).overrides += added;
    if (added <= 0) return `allows nothing that was not allowed until ${from}`;
    if (until > now + OVERRIDE_MAX) return `lasts ${until - now} s, more than ${OVERRIDE_MAX} s`;
    if (system.overrides > OVERRIDE_BUDGET) {
      return `brings overrides of the system to ${system.overrides} s, more than ${OVERRIDE_BUDGET} s`;
    }
    return null;
  }

  endGrant(systemId: string, operation: string, now: number): string | null {
    const { grants } = this.#system(systemId);
    const until = grants.get(operation) ?? 0;
    grants.delete(operation);
    return until > now ? null : "ends an override that was not in force";
  }

  /** An accepted review gives back what its incident used and what was not refilled since. */
  giveBack(incidentId: string): void {
    for (const [systemId, own] of this.#incidents.get(incidentId) ?? []) {
      const system = this.#system(systemId);
      if (own.refills === system.refills) {
        system.strict -= own.strict;
        system.reserve -= own.reserve;
      }
      system.overrides -= own.overrides;
    }
    this.#incidents.delete(incidentId);
  }

  #system(systemId: string): SystemUse {
    const known = this.#systems.get(systemId) ?? {
      strict: 0,
      reserve: 0,
      overrides: 0,
      refills: 0,
      strictUntil: 0,
      councilLimited: 0,
      restrictedUntil: 0,
      grants: new Map<string, number>(),
    };
    this.#systems.set(systemId, known);
    return known;
  }

  #use(incidentId: string, systemId: string): Use & { refills: number } {
    const uses = this.#incidents.get(incidentId) ?? new Map<string, Use & { refills: number }>();
    this.#incidents.set(incidentId, uses);
    const { refills } = this.#system(systemId);
    const own = uses.get(systemId) ?? { strict: 0, reserve: 0, overrides: 0, refills };
    if (own.refills !== refills) Object.assign(own, { strict: 0, reserve: 0, refills });
    uses.set(systemId, own);
    return own;
  }
}

const POOLS = { strict: "budget", reserve: "reserve" } as const;
