import type { ProvenLog } from "#lib/evidence/chain-data";
import { applyControllerEvent } from "#lib/evidence/controller-events";
import type { DescribedEvent } from "#lib/evidence/describe-event";
import type { IncidentLine, OverrideLine } from "#lib/evidence/incident-format";
import { applyRegistryEvent } from "#lib/evidence/incident-events";
import { isSevere } from "#lib/incident/incident";

/** Seconds for which a lowered incident keeps gates shut; `IncidentLifecycle.LOWERED_COUNTS`. */
const LOWERED_COUNTS = 86_400;

/** An event of the EmergencyController or the IncidentRegistry, where it stands. */
export interface Recorded {
  readonly contract: string;
  readonly sequence: number;
  readonly event: DescribedEvent;
  readonly log: ProvenLog;
  /** Hash of the transaction of `safe` during which the event was emitted; null for none. */
  readonly safeTxHashOf: (safe: string) => string | null;
}

/** Incidents, systems and overrides, folded from proven events only. Stands just after the last event. */
export class IncidentHistory {
  readonly #incidents = new Map<string, IncidentLine>();
  readonly #systems = new Map<string, string>();
  readonly #restrictedUntil = new Map<string, number>();
  readonly #holds = new Map<string, Map<string, number>>();
  readonly overrides: OverrideLine[] = [];
  /** Until when a severe incident that was lowered last counts as one all the same. */
  #loweredUntil = 0;
  /** The council act to which the restrictions that follow belong. */
  declaring: { readonly safe: string; readonly safeTxHash: string | null } | null = null;

  apply(recorded: Recorded): void {
    if (recorded.contract === "IncidentRegistry") applyRegistryEvent(this, recorded);
    if (recorded.contract === "EmergencyController") applyControllerEvent(this, recorded);
  }

  /** In the order in which they became known. */
  all(): IncidentLine[] {
    return [...this.#incidents.values()];
  }

  find(incidentId: string): IncidentLine | undefined {
    return this.#incidents.get(incidentId);
  }

  /** The incident, from now on known. */
  of(incidentId: string): IncidentLine {
    const known = this.#incidents.get(incidentId) ?? unheardOf(incidentId);
    this.#incidents.set(incidentId, known);
    return known;
  }

  /** How many incidents the IncidentRegistry counts as severe: those open of SEV1 or SEV2, and one lowered within a day. */
  openSevere(now: number): number {
    const open = this.all().filter(
      ({ openedBlock, severity, status }) =>
        openedBlock !== null &&
        isSevere(severity) &&
        (status === "Open" || status === "Acknowledged" || status === "Mitigated"),
    ).length;
    return open + (now < this.#loweredUntil ? 1 : 0);
  }

  /** A severe incident was lowered out of SEV1 and SEV2. */
  lowered(now: number): void {
    this.#loweredUntil = now + LOWERED_COUNTS;
  }

  /** The system that a contract belongs to; undefined for none. */
  systemOf(target: string): string | undefined {
    return this.#systems.get(target);
  }

  assign(target: string, systemId: string): void {
    if (BigInt(systemId) === 0n) this.#systems.delete(target);
    else this.#systems.set(target, systemId);
  }

  /** Whether the system is in any mode but NORMAL: every stricter mode is followed by LIMITED. */
  isRestricted(systemId: string, timestamp: number): boolean {
    return (this.#restrictedUntil.get(systemId) ?? 0) > timestamp;
  }

  /** Whether the incident is one of those for which the system is restricted. */
  holds(incidentId: string, systemId: string, timestamp: number): boolean {
    return (this.#holds.get(systemId)?.get(incidentId) ?? 0) > timestamp;
  }

  /** Incidents that hold the system. */
  holdersOf(systemId: string, timestamp: number): IncidentLine[] {
    const holders = [...(this.#holds.get(systemId) ?? [])].filter(([, until]) => until > timestamp);
    return holders.map(([incidentId]) => this.of(incidentId));
  }

  /**
   * @param until End of the incident's own hold.
   * @param limitedUntil End of every mode that the event set.
   */
  hold(incidentId: string, systemId: string, until: number, limitedUntil: number): void {
    const holds = this.#holds.get(systemId) ?? new Map<string, number>();
    this.#holds.set(systemId, holds.set(incidentId, Math.max(holds.get(incidentId) ?? 0, until)));
    this.#restrictedUntil.set(systemId, Math.max(this.#restrictedUntil.get(systemId) ?? 0, limitedUntil));
  }

  /** The system went back to NORMAL. */
  release(systemId: string): void {
    this.#holds.delete(systemId);
    this.#restrictedUntil.delete(systemId);
  }
}

function unheardOf(incidentId: string): IncidentLine {
  return {
    incidentId,
    status: "None",
    severity: "None",
    openedBlock: null,
    responsible: [],
    life: [],
    severities: [],
    statements: [],
    keys: [],
    reviews: [],
    declarations: [],
    systems: [],
    fixes: [],
    debts: [],
    debt: null,
  };
}
