/** Ids of the roles, as `contracts/access/Roles.sol` has them. A test compares the two. */
export const ROLE_IDS = {
  ADMIN: 0n,
  SOVEREIGN_AUTHORITY: 1n,
  GOVERNANCE_COUNCIL: 2n,
  TECHNICAL_COMMITTEE: 3n,
  EMERGENCY_COUNCIL: 4n,
  TREASURY_OPERATOR: 5n,
  IDENTITY_AUTHORITY: 6n,
  PROGRAM_AUTHORITY: 7n,
  TECHNICAL_OPERATOR: 8n,
  AUDITOR: 9n,
  MONITOR: 10n,
  ISSUER: 11n,
  VERIFIER: 12n,
  BRIDGE_OPERATOR: 13n,
  CHANGE_PROPOSER: 14n,
  CHANGE_EXECUTOR: 15n,
  CONFIG: 16n,
  ROUTINE_UPGRADE: 17n,
  HIGH_RISK_UPGRADE: 18n,
  BRIDGE_PARAMETER: 19n,
  EMERGENCY_FIX: 20n,
  DISTRIBUTION_OPERATOR: 21n,
} as const;

export type RoleName = keyof typeof ROLE_IDS;

/** Roles that only the ChangeManager holds; a function mapped to one belongs to that class of change. */
export const CAPABILITY_ROLES = [
  "CONFIG",
  "ROUTINE_UPGRADE",
  "HIGH_RISK_UPGRADE",
  "BRIDGE_PARAMETER",
  "EMERGENCY_FIX",
] as const satisfies readonly RoleName[];

/** Roles of the councils' Safes. */
export const COUNCIL_ROLES = {
  technical: "TECHNICAL_COMMITTEE",
  governance: "GOVERNANCE_COUNCIL",
  emergency: "EMERGENCY_COUNCIL",
  sovereign: "SOVEREIGN_AUTHORITY",
  program: "PROGRAM_AUTHORITY",
} as const satisfies Record<string, RoleName>;

export type CouncilRole = (typeof COUNCIL_ROLES)[keyof typeof COUNCIL_ROLES];

/** Roles that accounts of institutions hold, one by one. */
export const OPERATOR_ROLES = [
  "TREASURY_OPERATOR",
  "IDENTITY_AUTHORITY",
  "PROGRAM_AUTHORITY",
  "TECHNICAL_OPERATOR",
  "AUDITOR",
  "MONITOR",
  "ISSUER",
  "VERIFIER",
  "BRIDGE_OPERATOR",
  "DISTRIBUTION_OPERATOR",
  "CHANGE_PROPOSER",
  "CHANGE_EXECUTOR",
] as const satisfies readonly RoleName[];

export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** Roles without which no change moves: accounts of at least two entities hold each. */
export const SHARED_ROLES = ["CHANGE_PROPOSER", "CHANGE_EXECUTOR"] as const satisfies readonly OperatorRole[];

/** Which interest a seat represents, as `contracts/access/Constituencies.sol` has them. */
export const CONSTITUENCY_IDS = { POLICY: 1, TECHNICAL: 2, SOVEREIGN: 3, EMERGENCY: 4 } as const;

export type ConstituencyName = keyof typeof CONSTITUENCY_IDS;

/** AccessManager's role that everybody holds. */
export const PUBLIC_ROLE = 2n ** 64n - 1n;

export const ROLE_NAMES = Object.keys(ROLE_IDS) as RoleName[];

/** The name of a role id, or the id itself for one that the suite does not know. */
export function roleName(id: bigint): string {
  if (id === PUBLIC_ROLE) return "PUBLIC";
  return ROLE_NAMES.find((name) => ROLE_IDS[name] === id) ?? `role ${id}`;
}

/** Names of the roles in a bit set. */
export function rolesInSet(set: bigint): string[] {
  const names: string[] = [];
  for (let id = 0n; set >> id > 0n; id += 1n) {
    if (((set >> id) & 1n) === 1n) names.push(roleName(id));
  }
  return names;
}

/** The bit set of constituencies that contracts use. */
export function constituencySet(names: readonly ConstituencyName[]): number {
  return names.reduce((set, name) => set | (1 << CONSTITUENCY_IDS[name]), 0);
}

export function constituenciesInSet(set: number): ConstituencyName[] {
  return (Object.keys(CONSTITUENCY_IDS) as ConstituencyName[]).filter(
    (name) => (set & (1 << CONSTITUENCY_IDS[name])) !== 0,
  );
}
