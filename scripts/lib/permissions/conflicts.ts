import { OPERATOR_ROLES, type RoleName } from "#lib/permissions/roles";

export type RolePair = readonly [RoleName, RoleName];

/** Roles whose holders act; an auditor's entity may hold none of them. */
const ACTING_ROLES: readonly RoleName[] = [
  "SOVEREIGN_AUTHORITY",
  "GOVERNANCE_COUNCIL",
  "TECHNICAL_COMMITTEE",
  "EMERGENCY_COUNCIL",
  ...OPERATOR_ROLES.filter((role) => role !== "AUDITOR"),
];

/**
 * Pairs of roles that must not meet in one legal entity, in every country. "The entity running infra should not be the
 * entity issuing credentials" is the first.
 */
export const DEFAULT_CONFLICTS: readonly RolePair[] = [
  ["TECHNICAL_OPERATOR", "ISSUER"],
  ["TECHNICAL_OPERATOR", "IDENTITY_AUTHORITY"],
  ...ACTING_ROLES.map((role): RolePair => ["AUDITOR", role]),
  ["MONITOR", "BRIDGE_OPERATOR"],
  ["MONITOR", "GOVERNANCE_COUNCIL"],
  ["MONITOR", "TREASURY_OPERATOR"],
  ["CHANGE_EXECUTOR", "ISSUER"],
  // Who says that somebody is to be paid does not say that it was done.
  ["TREASURY_OPERATOR", "DISTRIBUTION_OPERATOR"],
];
