import type { ChainState } from "#lib/deployment/chain-state";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { Governance } from "#lib/deployment/governance-schema";

import { suiteContracts } from "#lib/abi/suite-interface";
import { conflictsOf } from "#lib/deployment/governance-checks";
import { bridgeFindings } from "#lib/deployment/doctor-bridge";
import { constituencyFindings, councilFindings, guardPinFindings } from "#lib/deployment/doctor-councils";
import { emergencyFindings } from "#lib/deployment/doctor-emergency";
import { mandateFindings, sharedRoleFindings } from "#lib/deployment/doctor-mandates";
import { administratorFindings, delayFindings } from "#lib/deployment/doctor-roles";
import type { ImplementationEntry } from "#lib/deployment/implementation-history";
import { conflictKey, mappingKey } from "#lib/deployment/registry-state";
import { BREAK_GLASS_DELAY } from "#lib/deployment/suite-module";
import { functionMappings, selectorOf } from "#lib/permissions/function-mappings";
import { PERMISSIONS } from "#lib/permissions/permissions-table";
import { CAPABILITY_ROLES, ROLE_IDS, roleName, rolesInSet } from "#lib/permissions/roles";

/** One thing that is not as it must be (`error`), or soon will not be (`warning`). */
export interface Finding {
  readonly check: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** Every check by name, so that a report can say what was looked at even when all is well. */
export const CHECKS = {
  "genesis-closed": genesis,
  "deployer-stripped": deployer,
  "admin-holders": adminHolders,
  "capability-holders": capabilityHolders,
  "function-mappings": mappings,
  "role-administrators": administratorFindings,
  "role-guardians-and-delays": delayFindings,
  "core-registered": core,
  "contracts-as-recorded": contracts,
  "evidence-complete": evidence,
  "guard-pins": guardPinFindings,
  "councils-guarded": councilFindings,
  "constituencies-staffed": constituencyFindings,
  "conflicts-declared": conflicts,
  "separation-of-duties": separation,
  "shared-roles": sharedRoleFindings,
  "mandates-and-suspensions": mandateFindings,
  "emergency-ready": emergencyFindings,
  "bridge-ready": bridgeFindings,
} as const satisfies Record<string, Check>;

export interface Subject {
  readonly governance: Governance;
  readonly record: ContractsRecord;
  readonly state: ChainState;
}

type Check = (subject: Subject) => Complaint[];

/** A message; a warning when it starts with nothing wrong yet. */
export interface Complaint {
  readonly message: string;
  readonly severity?: "warning";
}

/** Examines a deployed suite. Errors mean that the chain is not what the suite promises. */
export function examine(subject: Subject): Finding[] {
  return Object.entries(CHECKS).flatMap(([check, run]) =>
    run(subject).map(({ message, severity }) => ({ check, severity: severity ?? "error", message })),
  );
}

function genesis({ state }: Subject): Complaint[] {
  return state.registry.genesisClosed ? [] : [{ message: "Genesis is open: the deployer still rules." }];
}

function deployer({ governance, state }: Subject): Complaint[] {
  const held = rolesInSet(state.deployerRoles);
  const seats = [...state.registry.seats].filter(([, owners]) => owners.has(governance.deployer));
  return [
    ...held.map((role) => ({ message: `The deployer ${governance.deployer} holds ${role}.` })),
    ...seats.map(([safe]) => ({ message: `The deployer ${governance.deployer} has a seat on ${safe}.` })),
  ];
}

function adminHolders({ record, state }: Subject): Complaint[] {
  const manager = record.contracts.ChangeManager.address;
  const sovereign = record.safes.sovereign.address;
  const holders = state.registry.grants.get(ROLE_IDS.ADMIN) ?? new Map<string, never>();
  const complaints: Complaint[] = [];
  for (const [account, { executionDelay }] of holders) {
    if (account === manager && executionDelay !== 0)
      complaints.push({ message: "The ChangeManager holds ADMIN with a delay." });
    if (account === sovereign && executionDelay < BREAK_GLASS_DELAY) {
      complaints.push({
        message: `The Sovereign Authority's ADMIN has a delay of ${executionDelay} s, under 14 days.`,
      });
    }
    if (account !== manager && account !== sovereign) complaints.push({ message: `${account} holds ADMIN.` });
  }
  if (!holders.has(manager)) complaints.push({ message: "The ChangeManager does not hold ADMIN." });
  if (!holders.has(sovereign))
    complaints.push({ message: "The Sovereign Authority does not hold ADMIN: no break-glass." });
  return complaints;
}

function capabilityHolders({ record, state }: Subject): Complaint[] {
  const manager = record.contracts.ChangeManager.address;
  return CAPABILITY_ROLES.flatMap((role) => {
    const holders = [...(state.registry.grants.get(ROLE_IDS[role])?.keys() ?? [])];
    const others = holders.filter((account) => account !== manager);
    return [
      ...(holders.includes(manager) ? [] : [{ message: `The ChangeManager lacks ${role}.` }]),
      ...others.map((account) => ({ message: `${account} holds ${role}, which is the ChangeManager's alone.` })),
    ];
  });
}

/** The permissions table against the chain, both ways. */
function mappings({ record, state }: Subject): Complaint[] {
  const wanted = new Map<string, { name: string; role: bigint }>();
  for (const { contract, signature } of PERMISSIONS) {
    const key = mappingKey(record.contracts[contract].address, selectorOf(contract, signature));
    wanted.set(key, { name: `${contract}.${signature}`, role: ROLE_IDS.ADMIN });
  }
  for (const { contract, role, signatures, selectors } of functionMappings()) {
    selectors.forEach((selector, index) => {
      const key = mappingKey(record.contracts[contract].address, selector);
      wanted.set(key, { name: `${contract}.${signatures[index] ?? selector}`, role: ROLE_IDS[role] });
    });
  }
  const complaints: Complaint[] = [];
  for (const [key, { name, role }] of wanted) {
    const found = state.registry.mappings.get(key) ?? ROLE_IDS.ADMIN;
    if (found !== role)
      complaints.push({ message: `${name} is mapped to ${roleName(found)}, not to ${roleName(role)}.` });
  }
  for (const [key, role] of state.registry.mappings) {
    if (!wanted.has(key) && role !== ROLE_IDS.ADMIN) {
      complaints.push({
        message: `${key} is mapped to ${roleName(role)} and is in no permissions table.`,
        severity: "warning",
      });
    }
  }
  return complaints;
}

function core({ record, state }: Subject): Complaint[] {
  return (["GovernanceGuard", "ChangeManager", "EmergencyController", "IncidentRegistry"] as const)
    .filter((name) => !state.registry.core.has(record.contracts[name].address))
    .map((name) => ({ message: `${name} is not registered as core.` }));
}

function contracts({ record, state }: Subject): Complaint[] {
  return suiteContracts.flatMap((name) => {
    const known = record.contracts[name];
    const { implementation, codehash, implementationCodehash, authority, history } = state.contracts[name];
    const complaints: Complaint[] = [];
    if (codehash !== known.codehash)
      complaints.push({ message: `The code of ${name} at ${known.address} is not the recorded one.` });
    if (
      implementation?.toLowerCase() !== known.implementation?.toLowerCase() ||
      implementationCodehash !== known.implementationCodehash
    ) {
      complaints.push({
        message:
          `${name} runs ${implementation ?? "no implementation"}, the record says ${known.implementation ?? "none"}. ` +
          broughtBy(name, history.at(-1)),
      });
    } else if (history.length !== known.history.length) {
      complaints.push({
        message: `The record of what ${name} ran before is incomplete. Run: npx hardhat gov status --refresh`,
        severity: "warning",
      });
    }
    // The first entry is the deployment's.
    for (const { implementation: brought, blockNumber } of history.slice(1).filter(({ change }) => change === null)) {
      complaints.push({
        message: `${name} got ${brought} in block ${blockNumber} without a change: by break-glass.`,
        severity: "warning",
      });
    }
    if (authority !== record.contracts.RoleRegistry.address)
      complaints.push({ message: `${name} obeys ${authority}, not the RoleRegistry.` });
    return complaints;
  });
}

/** Whether bringing the record up to date is the remedy: only if a change brought what runs. */
function broughtBy(name: string, last: ImplementationEntry | undefined): string {
  return last === undefined || last.change === null
    ? `No change brought it; find out who upgraded ${name}.`
    : `Change ${last.change} brought it. Run: npx hardhat gov status --refresh`;
}

function evidence({ state }: Subject): Complaint[] {
  return suiteContracts
    .filter((name) => !state.contracts[name].complete)
    .map((name) => ({
      message: `The node did not serve every event of ${name}: they do not lead to its evidence head.`,
    }));
}

function conflicts({ governance, state }: Subject): Complaint[] {
  return conflictsOf(governance)
    .filter(([a, b]) => !state.registry.conflicts.has(conflictKey(ROLE_IDS[a], ROLE_IDS[b])))
    .map(([a, b]) => ({ message: `${a} and ${b} are not declared as conflicting.` }));
}

/** Recomputes who holds what, through accounts and seats, and looks for roles that must not meet. */
function separation({ state }: Subject): Complaint[] {
  const { grants, seats, bindings, conflicts: declared } = state.registry;
  const held = new Map<number, Set<bigint>>();
  const add = (entity: number | undefined, role: bigint): void => {
    if (entity === undefined) return;
    held.set(entity, (held.get(entity) ?? new Set<bigint>()).add(role));
  };
  for (const [role, holders] of grants) {
    for (const account of holders.keys()) {
      add(bindings.get(account), role);
      for (const { entity } of seats.get(account)?.values() ?? []) add(entity, role);
    }
  }
  return [...held].flatMap(([entity, roles]) =>
    [...declared]
      .map((key) => key.split(" ").map(BigInt))
      .filter((pair) => pair.every((role) => roles.has(role)))
      .map((pair) => ({ message: `Entity ${entity} holds ${pair.map(roleName).join(" and ")}.` })),
  );
}
