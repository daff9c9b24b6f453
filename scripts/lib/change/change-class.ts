import type { ChangeCouncil } from "#lib/change/council";

export { roleName } from "#lib/permissions/roles";

/** Classes of change, in the order of the contract's enum. */
export const changeClasses = [
  "DocOnly",
  "ConfigOnly",
  "RoutineUpgrade",
  "HighRiskUpgrade",
  "BridgeParameter",
  "EmergencyFix",
] as const;

export type ChangeClass = (typeof changeClasses)[number];

/** Where a change stands, in the order of the contract's enum. */
export const changeStatuses = [
  "None",
  "Proposed",
  "Queued",
  "Ready",
  "Executed",
  "RolledBack",
  "Cancelled",
  "Objected",
  "Expired",
] as const;

export type ChangeStatus = (typeof changeStatuses)[number];

/** The council that holds a role in every deployment. */
export const councilOfRole: Readonly<Record<string, ChangeCouncil>> = {
  "1": "sovereign",
  "2": "governance",
  "3": "technical",
  "4": "emergency",
};

/** The role that a council approves, vetoes and rolls back in. */
export const roleOfCouncil = { sovereign: 1n, governance: 2n, technical: 3n, emergency: 4n } as const;

/** The flag that a council's veto leaves in a change's record; zero for one that has no veto. */
export const vetoFlagOfCouncil = { sovereign: 8, governance: 0, technical: 0, emergency: 4 } as const;
