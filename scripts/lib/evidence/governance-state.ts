import { z } from "zod";

import type { DescribedEvent } from "#lib/evidence/describe-event";

/** Numbers of events come as decimal strings. */
const small = z.string().transform(Number).pipe(z.int().nonnegative());
const address = z.string();
const seatArgs = z.object({ safe: address, owner: address, entity: small, constituency: small });
const roleArgs = z.object({ roleId: small, account: address });
const policyArgs = z.object({
  approverRole: small,
  secondApproverRole: small,
  minSigners: small,
  needsAcknowledgement: z.boolean(),
  constituencies: small,
  delay: small,
  executionWindow: small,
});
const councilArgs = z.object({ safe: address, minThreshold: small, constituencies: small });

export interface Seat {
  readonly entity: number;
  readonly constituency: number;
}

export interface Council {
  readonly registered: boolean;
  readonly minThreshold: number;
  /** Bit set. */
  readonly constituencies: number;
  readonly epoch: number;
  readonly exited: boolean;
}

export type ClassPolicy = z.output<typeof policyArgs>;

interface DatedPolicy {
  readonly version: number;
  readonly effectiveAt: number;
  readonly policy: ClassPolicy;
}

/** Seats, roles, councils and policies, folded from proven events only. */
export class GovernanceState {
  readonly #seats = new Map<string, Seat>();
  readonly #vacated = new Map<string, number>();
  readonly #grants = new Map<string, number>();
  readonly #mandates = new Map<string, number>();
  readonly #suspensions = new Map<string, number>();
  readonly #entities = new Map<string, number>();
  readonly #councils = new Map<string, Council>();
  readonly #policies = new Map<number, DatedPolicy[]>();

  /** Takes note of an event; those that do not matter for approvals are ignored. */
  apply(contract: string, event: DescribedEvent, timestamp: number): void {
    if (contract === "RoleRegistry") this.#applyRegistry(event);
    if (contract === "GovernanceGuard") this.#applyGuard(event);
    if (contract === "ChangeManager" && event.name === "PolicySet") this.#applyPolicy(event, timestamp);
  }

  seatOf(safe: string, owner: string): Seat | null {
    return this.#seats.get(key(safe, owner)) ?? null;
  }

  /** The entity for which an account acts; null for none. */
  entityOf(account: string): number | null {
    return this.#entities.get(account) ?? null;
  }

  councilOf(safe: string): Council | null {
    return this.#councils.get(safe) ?? null;
  }

  /**
   * The epoch that an approval of `safe` keeps: the guard's, of owners, threshold and policy, plus one for each seat of
   * the Safe that was ever vacated. Null for a Safe that never was a council.
   */
  epochOf(safe: string): number | null {
    const council = this.#councils.get(safe);
    return council === undefined ? null : council.epoch + (this.#vacated.get(safe) ?? 0);
  }

  /** Whether `account` held `role` at `timestamp`, by grant, mandate and suspension. */
  holds(role: number, account: string, timestamp: number): boolean {
    const since = this.#grants.get(key(role, account));
    const until = this.#mandates.get(key(role, account)) ?? 0;
    const suspended = this.#suspensions.get(account) ?? 0;
    return since !== undefined && since <= timestamp && (until === 0 || timestamp <= until) && suspended <= timestamp;
  }

  /** Whether an account or a Safe of the entity was granted `role` and kept it, effective or not. */
  entityHolds(role: number, entity: number): boolean {
    const held = [...this.#grants.keys()].filter((item) => item.startsWith(key(role, "")));
    return held.some((item) => {
      const account = item.slice(key(role, "").length);
      const seats = [...this.#seats].filter(([seat]) => seat.startsWith(key(account, "")));
      return this.entityOf(account) === entity || seats.some(([, seat]) => seat.entity === entity);
    });
  }

  /** Registered councils that held `role` at `timestamp`. */
  councilsWith(role: number, timestamp: number): string[] {
    const registered = [...this.#councils].filter(([, council]) => council.registered);
    return registered.map(([safe]) => safe).filter((safe) => this.holds(role, safe, timestamp));
  }

  /** Whether some account of the entity held `role` at `timestamp`. */
  entityActs(role: number, entity: number, timestamp: number): boolean {
    const accounts = [...this.#entities].filter(([, of]) => of === entity);
    return accounts.some(([account]) => this.holds(role, account, timestamp));
  }

  /** The policy of a class in force at `timestamp`; null when none was ever set. */
  policyAt(changeClass: number, timestamp: number): ClassPolicy | null {
    return this.#policies.get(changeClass)?.findLast((item) => item.effectiveAt <= timestamp)?.policy ?? null;
  }

  policyOfVersion(changeClass: number, version: number): ClassPolicy | null {
    return this.#policies.get(changeClass)?.findLast((item) => item.version === version)?.policy ?? null;
  }

  #applyRegistry({ name, args }: DescribedEvent): void {
    switch (name) {
      case "SeatAssigned": {
        const { safe, owner, entity, constituency } = seatArgs.parse(args);
        this.#seats.set(key(safe, owner), { entity, constituency });
        return;
      }
      case "SeatVacated": {
        const { safe, owner } = seatArgs.parse(args);
        this.#seats.delete(key(safe, owner));
        this.#vacated.set(safe, (this.#vacated.get(safe) ?? 0) + 1);
        return;
      }
      case "AccountBound": {
        const { account, entity } = z.object({ account: address, entity: small }).parse(args);
        this.#entities.set(account, entity);
        return;
      }
      case "RoleGranted": {
        const { roleId, account, since, newMember } = roleArgs
          .extend({ since: small, newMember: z.boolean() })
          .parse(args);
        // For a member, `since` dates the change of his delay; he stays a member meanwhile.
        if (newMember) this.#grants.set(key(roleId, account), since);
        return;
      }
      case "RoleRevoked": {
        const { roleId, account } = roleArgs.parse(args);
        this.#grants.delete(key(roleId, account));
        return;
      }
      case "MandateSet": {
        const { role, account, until } = z.object({ role: small, account: address, until: small }).parse(args);
        this.#mandates.set(key(role, account), until);
        return;
      }
      case "RolesSuspended": {
        const { account, until } = z.object({ account: address, until: small }).parse(args);
        this.#suspensions.set(account, until);
        return;
      }
      case "SuspensionLifted":
        this.#suspensions.delete(z.object({ account: address }).parse(args).account);
        return;
      default:
    }
  }

  #applyGuard({ name, args }: DescribedEvent): void {
    if (name === "CouncilRegistered" || name === "CouncilPolicySet") {
      const { safe, minThreshold, constituencies } = councilArgs.parse(args);
      // The guard counts from 1; a new policy leaves the count alone.
      const epoch = name === "CouncilRegistered" ? 1 : (this.#councils.get(safe)?.epoch ?? 1);
      this.#councils.set(safe, { registered: true, exited: false, minThreshold, constituencies, epoch });
      return;
    }
    const known = ["CouncilDismissed", "EpochRaised", "Exited"].includes(name);
    const safe = known ? z.object({ safe: address }).parse(args).safe : "";
    const council = this.#councils.get(safe);
    if (council === undefined) return;
    if (name === "EpochRaised") {
      this.#councils.set(safe, { ...council, epoch: z.object({ epoch: small }).parse(args).epoch });
    } else {
      this.#councils.set(safe, { ...council, registered: false, exited: council.exited || name === "Exited" });
    }
  }

  #applyPolicy({ args }: DescribedEvent, timestamp: number): void {
    const { changeClass, version, effectiveAt, policy } = z
      .object({ changeClass: small, version: small, effectiveAt: small, policy: policyArgs })
      .parse(args);
    // A policy that was still waiting is replaced, and never comes into force.
    const known = (this.#policies.get(changeClass) ?? []).filter((item) => item.effectiveAt <= timestamp);
    this.#policies.set(changeClass, [...known, { version, effectiveAt, policy }]);
  }
}

function key(first: string | number, second: string): string {
  return `${first}|${second}`;
}
