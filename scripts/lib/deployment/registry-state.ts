import type { Log, LogDescription } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";

export interface Grant {
  readonly executionDelay: number;
  /** Seconds since 1970; 0 for a grant without an end. */
  readonly until: number;
}

export interface SeatState {
  readonly entity: number;
  readonly constituency: number;
}

/** What the RoleRegistry's events say it holds now. */
export interface RegistryState {
  readonly entities: Map<number, { readonly name: string; readonly legalDigest: string }>;
  readonly bindings: Map<string, number>;
  /** Safe → owner → seat. */
  readonly seats: Map<string, Map<string, SeatState>>;
  /** Role → account → grant. */
  readonly grants: Map<bigint, Map<string, Grant>>;
  readonly administrators: Map<bigint, bigint>;
  readonly guardians: Map<bigint, bigint>;
  /** Role → seconds between a grant and its effect. */
  readonly grantDelays: Map<bigint, number>;
  /** Contract → seconds that its administration waits. */
  readonly targetDelays: Map<string, number>;
  readonly closedTargets: Set<string>;
  /** `target selector` in lower case → role. */
  readonly mappings: Map<string, bigint>;
  /** `roleA roleB`, the lower id first. */
  readonly conflicts: Set<string>;
  readonly suspensions: Map<string, number>;
  readonly core: Set<string>;
  genesisClosed: boolean;
}

/** Replays the registry's events, oldest first. */
export function replayRegistry(logs: readonly Log[]): RegistryState {
  const state: RegistryState = {
    entities: new Map(),
    bindings: new Map(),
    seats: new Map(),
    grants: new Map(),
    administrators: new Map(),
    guardians: new Map(),
    grantDelays: new Map(),
    targetDelays: new Map(),
    closedTargets: new Set(),
    mappings: new Map(),
    conflicts: new Set(),
    suspensions: new Map(),
    core: new Set(),
    genesisClosed: false,
  };
  const registry = suiteInterface("RoleRegistry");
  for (const log of logs) {
    const event = registry.parseLog(log);
    if (event !== null) apply(state, event);
  }
  return state;
}

export function conflictKey(a: bigint, b: bigint): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

export function mappingKey(target: string, selector: string): string {
  return `${target} ${selector}`.toLowerCase();
}

type Arguments = readonly unknown[];

const APPLY: Readonly<Record<string, (state: RegistryState, values: Arguments) => void>> = {
  EntityRegistered: (state, [id, name, legalDigest]) => {
    state.entities.set(Number(id), { name: String(name), legalDigest: String(legalDigest) });
  },
  AccountBound: (state, [account, entity]) => {
    state.bindings.set(String(account), Number(entity));
  },
  SeatAssigned: (state, [safe, owner, entity, constituency]) => {
    inner(state.seats, String(safe)).set(String(owner), { entity: Number(entity), constituency: Number(constituency) });
  },
  SeatVacated: (state, [safe, owner]) => {
    inner(state.seats, String(safe)).delete(String(owner));
  },
  RoleGranted: (state, [role, account, delay]) => {
    const holders = inner(state.grants, role as bigint);
    const until = holders.get(String(account))?.until ?? 0;
    holders.set(String(account), { executionDelay: Number(delay), until });
  },
  RoleRevoked: (state, [role, account]) => {
    inner(state.grants, role as bigint).delete(String(account));
  },
  MandateSet: (state, [role, account, until]) => {
    const holders = inner(state.grants, role as bigint);
    const executionDelay = holders.get(String(account))?.executionDelay ?? 0;
    holders.set(String(account), { executionDelay, until: Number(until) });
  },
  RoleAdminChanged: (state, [role, administrator]) => {
    state.administrators.set(role as bigint, administrator as bigint);
  },
  RoleGuardianChanged: (state, [role, guardian]) => {
    state.guardians.set(role as bigint, guardian as bigint);
  },
  RoleGrantDelayChanged: (state, [role, delay]) => {
    state.grantDelays.set(role as bigint, Number(delay));
  },
  TargetAdminDelayUpdated: (state, [target, delay]) => {
    state.targetDelays.set(String(target), Number(delay));
  },
  TargetClosed: (state, [target, closed]) => {
    if (closed === true) state.closedTargets.add(String(target));
    else state.closedTargets.delete(String(target));
  },
  TargetFunctionRoleUpdated: (state, [target, selector, role]) => {
    state.mappings.set(mappingKey(String(target), String(selector)), role as bigint);
  },
  ConflictSet: (state, [a, b, conflicting]) => {
    const key = conflictKey(a as bigint, b as bigint);
    if (conflicting === true) state.conflicts.add(key);
    else state.conflicts.delete(key);
  },
  RolesSuspended: (state, [account, , until]) => {
    state.suspensions.set(String(account), Number(until));
  },
  SuspensionLifted: (state, [account]) => {
    state.suspensions.delete(String(account));
  },
  CoreRegistered: (state, [target]) => {
    state.core.add(String(target));
  },
  GenesisClosed: (state) => {
    state.genesisClosed = true;
  },
};

function apply(state: RegistryState, event: LogDescription): void {
  APPLY[event.name]?.(state, event.args);
}

function inner<Key, InnerKey, Value>(outer: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = outer.get(key);
  if (known !== undefined) return known;
  const made = new Map<InnerKey, Value>();
  outer.set(key, made);
  return made;
}
