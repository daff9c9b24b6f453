import type { SuiteContract } from "#lib/abi/suite-interface";

import {
  ADMIN,
  CORE_UPGRADE,
  council,
  governedRows,
  INITIALIZED,
  OWN,
  PUBLIC,
  role,
  SAFE,
  type Access,
  type Rows,
} from "#lib/permissions/access";
import { BRIDGE_GATEWAY, BRIDGE_PARAMETERS } from "#lib/permissions/permissions-bridge";
import { EMERGENCY_CONTROLLER, INCIDENT_REGISTRY } from "#lib/permissions/permissions-emergency";
import { DISTRIBUTION_LEDGER, PROGRAM_REGISTRY } from "#lib/permissions/permissions-programs";
import { ACCREDITATION_REGISTRY, CREDENTIAL_LEDGER } from "#lib/permissions/permissions-identity";
import { KEY_REGISTRY, OPERATIONS_LOG } from "#lib/permissions/permissions-registers";
import type { CouncilRole, RoleName } from "#lib/permissions/roles";

export interface Permission {
  readonly contract: SuiteContract;
  readonly signature: string;
  readonly access: Access;
  /** Why it is so. */
  readonly reason: string;
}

const ANY_COUNCIL: readonly CouncilRole[] = [
  "TECHNICAL_COMMITTEE",
  "GOVERNANCE_COUNCIL",
  "EMERGENCY_COUNCIL",
  "SOVEREIGN_AUTHORITY",
];
const CALL = "(address,uint256,bytes)[]";
const CHANGE = `(uint8,bool,${CALL},${CALL},(bytes32,bytes32,bytes32,bytes32,bytes32),(address,bytes32,address,bytes32)[],bytes32,bytes32,string,string)`;
const BIRTH = "(address,address,address[],uint256,address,uint256)";
const COUNCIL_POLICY = "(uint8,uint8,uint8,uint32)";

const TABLE: Readonly<Record<SuiteContract, Rows>> = {
  RoleRegistry: {
    "initialize(address)": INITIALIZED,
    "registerEntity(uint8,string,bytes32)": [ADMIN, "Legal bodies enter by a HighRiskUpgrade."],
    "bindAccount(address,uint8)": [ADMIN, "Says for whom an account acts; separation of duties rests on it."],
    "assignSeat(address,address,uint8,uint8)": [ADMIN, "Seats decide whose signature counts, and for which interest."],
    "vacateSeat(address,address)": [ADMIN, "Removing a seat silences a signer."],
    "setConflict(uint64,uint64,bool)": [ADMIN, "Lifting a conflict loosens separation of duties."],
    "grantRole(uint64,address,uint32)": [
      { kind: "role-admin" },
      "Each role names its administrator; ADMIN for all but ISSUER, VERIFIER, BRIDGE_OPERATOR, DISTRIBUTION_OPERATOR.",
    ],
    "grantMandate(uint64,address,uint48)": [{ kind: "role-admin" }, "As grantRole, with an end date."],
    "revokeRole(uint64,address)": [{ kind: "role-admin" }, "Whoever may grant may revoke."],
    "renounceRole(uint64,address)": [
      OWN,
      "A holder gives up its own power; councils cannot, nor the last break-glass holder.",
    ],
    "renewMandate(uint64,address,uint48)": [
      council("SOVEREIGN_AUTHORITY"),
      "Councils hold dated mandates from the Sovereign Authority.",
    ],
    "pruneMandate(uint64,address)": [PUBLIC, "Only removes grants that have ended."],
    "suspend(address,uint48,bytes32)": [council("EMERGENCY_COUNCIL"), "Stops a compromised account for at most 72 h."],
    "liftSuspension(address)": [council("SOVEREIGN_AUTHORITY"), "Whoever suspends does not decide alone when it ends."],
    "justifyBreakGlass(bytes32,(bytes32,bytes32,bytes32))": [
      council("SOVEREIGN_AUTHORITY"),
      "Break-glass owes its paperwork before it runs.",
    ],
    "labelRole(uint64,string)": [ADMIN, "Labels are read by people; a false one misleads signers."],
    "setRoleAdmin(uint64,uint64)": [ADMIN, "Decides who grants a role."],
    "setRoleGuardian(uint64,uint64)": [ADMIN, "Decides who may cancel scheduled operations."],
    "setGrantDelay(uint64,uint32)": [ADMIN, "Delay before a grant takes effect."],
    "setTargetFunctionRole(address,bytes4[],uint64)": [
      ADMIN,
      "Moves a function to another class of change or another body.",
    ],
    "setTargetAdminDelay(address,uint32)": [ADMIN, "Delay of administration of a target."],
    "setTargetClosed(address,bool)": [ADMIN, "Switches a contract off; core contracts are refused."],
    "updateAuthority(address,address)": [ADMIN, "Would hand a contract to another registry."],
    "registerCore(address)": [ADMIN, "What is core stays core; calls to it need a HighRiskUpgrade."],
    "appointChangeManager(address)": [
      ADMIN,
      "Once, in genesis; gives the ChangeManager ADMIN and the capability roles.",
    ],
    "appointGuard(address)": [ADMIN, "Once, in genesis."],
    "closeGenesis()": [ADMIN, "Strips the deployer."],
    "schedule(address,bytes,uint48)": [
      OWN,
      "Starts the delay of a call that the caller may make: the Sovereign Authority's break-glass.",
    ],
    "execute(address,bytes)": [OWN, "Runs a call that the caller may make, after its delay."],
    "cancel(address,address,bytes)": [
      OWN,
      "The caller of the operation, its guardian, and the Emergency Council once for break-glass.",
    ],
    "multicall(bytes[])": [PUBLIC, "Each inner call is judged by itself, with the same caller."],
    "upgradeToAndCall(address,bytes)": CORE_UPGRADE,
  },
  GovernanceGuard: {
    [`registerCouncil(address,${BIRTH},${COUNCIL_POLICY})`]: [
      role("HIGH_RISK_UPGRADE"),
      "A new council is a new approver.",
    ],
    [`setCouncilPolicy(address,${COUNCIL_POLICY})`]: [
      role("HIGH_RISK_UPGRADE"),
      "Quorum and constituencies of a council.",
    ],
    "dismissCouncil(address)": [role("HIGH_RISK_UPGRADE"), "Takes a council's voice."],
    "announceExit()": [SAFE, "A Safe may leave, after 30 days in the open, and is no council then."],
    "revokeExit()": [SAFE, "A Safe may stay after all."],
    "checkTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes,address)": [
      SAFE,
      "Called by a Safe before its transaction; answers for the caller alone.",
    ],
    "checkAfterExecution(bytes32,bool)": [SAFE, "Called by a Safe after its transaction."],
  },
  ChangeManager: {
    "initialize()": INITIALIZED,
    [`propose(${CHANGE})`]: [role("CHANGE_PROPOSER"), "Who proposes is on the record."],
    "approve(bytes32,uint8,uint8,uint40)": [
      council(...ANY_COUNCIL),
      "The role that the class's policy names, by a Safe with its quorum.",
    ],
    "veto(bytes32,uint64,bytes32)": [
      council(...ANY_COUNCIL),
      "The Emergency Council and the Sovereign Authority veto, once each; the approvers withdraw their approval.",
    ],
    [`rollback(${CHANGE},address,uint64,bytes32)`]: [
      council(...ANY_COUNCIL),
      "The approvers or the Emergency Council; only the committed calls.",
    ],
    [`cancel(${CHANGE})`]: [OWN, "A proposer withdraws what no council has approved."],
    "acknowledge(bytes32,uint256,bytes32)": [role("MONITOR"), "Monitoring looked and saw no reason against."],
    "object(bytes32,bytes32)": [role("MONITOR"), "Monitoring stops what it must confirm."],
    [`execute(${CHANGE},address,uint256)`]: [role("CHANGE_EXECUTOR"), "The operator of the deployment log entry."],
    "setPolicy(uint8,(uint8,uint8,uint8,bool,uint32,uint32,uint32,uint32,uint32,uint32))": [
      role("HIGH_RISK_UPGRADE"),
      "Rules of approval are changed by the strictest rule.",
    ],
    "setMaintenanceCalendar(address)": [
      role("HIGH_RISK_UPGRADE"),
      "The calendar decides when routine upgrades may run.",
    ],
    ...governedRows(CORE_UPGRADE),
  },
  OperationsLog: OPERATIONS_LOG,
  EmergencyController: EMERGENCY_CONTROLLER,
  IncidentRegistry: INCIDENT_REGISTRY,
  KeyRegistry: KEY_REGISTRY,
  AccreditationRegistry: ACCREDITATION_REGISTRY,
  CredentialLedger: CREDENTIAL_LEDGER,
  BridgeParameters: BRIDGE_PARAMETERS,
  BridgeGateway: BRIDGE_GATEWAY,
  ProgramRegistry: PROGRAM_REGISTRY,
  DistributionLedger: DISTRIBUTION_LEDGER,
};

/** Every function that changes state, once. Deployment applies it, `gov doctor` compares it with the chain. */
export const PERMISSIONS: readonly Permission[] = Object.entries(TABLE).flatMap(([contract, rows]) =>
  Object.entries(rows).map(([signature, [access, reason]]) => ({
    contract: contract as SuiteContract,
    signature,
    access,
    reason,
  })),
);

/** Administrators of roles, where it is not ADMIN. */
export const ROLE_ADMINISTRATORS: Readonly<Partial<Record<RoleName, RoleName>>> = {
  ISSUER: "IDENTITY_AUTHORITY",
  VERIFIER: "IDENTITY_AUTHORITY",
  BRIDGE_OPERATOR: "TREASURY_OPERATOR",
  DISTRIBUTION_OPERATOR: "PROGRAM_AUTHORITY",
};
