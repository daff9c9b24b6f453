import type { SuiteContract } from "#lib/abi/suite-interface";
import type { BridgeState } from "#lib/monitor/read-bridge";
import { readBridgeState } from "#lib/monitor/read-bridge";
import { readChanges, type WaitingChange } from "#lib/monitor/read-changes";
import { readCouncils, type CouncilSeats } from "#lib/monitor/read-councils";
import { readEmergency, type EmergencyState } from "#lib/monitor/read-emergency";
import { readIncidents, type LiveIncident } from "#lib/monitor/read-incidents";
import { readAccounts, type KnownAccount } from "#lib/monitor/read-accounts";
import { readKeys, type LiveKey } from "#lib/monitor/read-keys";
import { readPrograms, type ProgramState } from "#lib/monitor/read-programs";
import type { StateSource } from "#lib/monitor/state-source";

/** What the contracts hold now, as far as it is watched. */
export interface SuiteState {
  readonly accounts: readonly KnownAccount[];
  readonly bridge: BridgeState;
  readonly changes: readonly WaitingChange[];
  readonly councils: readonly CouncilSeats[];
  readonly emergency: EmergencyState;
  readonly incidents: readonly LiveIncident[];
  readonly keys: readonly LiveKey[];
  readonly programs: readonly ProgramState[];
}

type Part = keyof SuiteState;

/** Each part, how it is read, and whose events change it. */
const PARTS: {
  readonly [Name in Part]: {
    readonly read: (source: StateSource) => Promise<SuiteState[Name]>;
    readonly after: readonly SuiteContract[];
  };
} = {
  accounts: { read: readAccounts, after: ["RoleRegistry", "CredentialLedger", "BridgeGateway"] },
  bridge: { read: readBridgeState, after: ["BridgeGateway", "BridgeParameters"] },
  changes: { read: readChanges, after: ["ChangeManager"] },
  councils: { read: readCouncils, after: ["RoleRegistry", "GovernanceGuard"] },
  emergency: { read: readEmergency, after: ["EmergencyController", "IncidentRegistry"] },
  incidents: { read: readIncidents, after: ["IncidentRegistry"] },
  keys: { read: readKeys, after: ["KeyRegistry"] },
  programs: { read: readPrograms, after: ["ProgramRegistry", "DistributionLedger"] },
};

/** For how long what no event changes may stand: the clock alone moves modes, budgets and windows. */
const STALE_AFTER_MS = 30_000;

/** Keeps what the contracts hold, and reads again only what may have changed. */
export class StateKeeper {
  readonly #parts = new Map<Part, { readonly value: SuiteState[Part]; readonly readAt: number }>();

  /** @param touched Contracts with new events. */
  async refresh(source: StateSource, touched: ReadonlySet<SuiteContract>, now = Date.now()): Promise<void> {
    const due = (Object.keys(PARTS) as Part[]).filter((part) => {
      const kept = this.#parts.get(part);
      return (
        kept === undefined || now - kept.readAt >= STALE_AFTER_MS || PARTS[part].after.some((name) => touched.has(name))
      );
    });
    for (const part of due) this.#parts.set(part, { value: await PARTS[part].read(source), readAt: now });
  }

  /** Everything; undefined until it was read once. */
  get state(): SuiteState | undefined {
    const parts = [...this.#parts].map(([part, { value }]) => [part, value] as const);
    return parts.length < Object.keys(PARTS).length ? undefined : (Object.fromEntries(parts) as unknown as SuiteState);
  }
}
