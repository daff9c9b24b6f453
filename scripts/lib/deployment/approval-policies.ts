import type { Governance } from "#lib/deployment/governance-schema";

import { constituencySet, ROLE_IDS } from "#lib/permissions/roles";

/** Classes of change, by their number on the chain. */
export const CHANGE_CLASSES = [
  "DocOnly",
  "ConfigOnly",
  "RoutineUpgrade",
  "HighRiskUpgrade",
  "BridgeParameter",
  "EmergencyFix",
] as const;

export type ChangeClassName = (typeof CHANGE_CLASSES)[number];

/** `ApprovalPolicy` of IChangeManager. */
export interface ApprovalPolicy {
  readonly approverRole: number;
  readonly secondApproverRole: number;
  readonly minSigners: number;
  readonly needsAcknowledgement: boolean;
  readonly constituencies: number;
  readonly approvalWindow: number;
  readonly delay: number;
  readonly executionWindow: number;
  readonly rollbackWindow: number;
  readonly maintenanceNotice: number;
}

const HOUR = 3_600;
const DAY = 24 * HOUR;
const BOTH = constituencySet(["POLICY", "TECHNICAL"]);

const COMMITTEE: ApprovalPolicy = {
  approverRole: Number(ROLE_IDS.TECHNICAL_COMMITTEE),
  secondApproverRole: 0,
  minSigners: 2,
  needsAcknowledgement: false,
  constituencies: 0,
  approvalWindow: 14 * DAY,
  delay: 0,
  executionWindow: 7 * DAY,
  rollbackWindow: 7 * DAY,
  maintenanceNotice: 0,
};
const COUNCIL: ApprovalPolicy = {
  ...COMMITTEE,
  approverRole: Number(ROLE_IDS.GOVERNANCE_COUNCIL),
  minSigners: 3,
  constituencies: BOTH,
};

/** What the ChangeManager starts with (`PolicyFloors.defaultOf`). `gov doctor` compares the two. */
export const DEFAULT_POLICIES: Readonly<Record<ChangeClassName, ApprovalPolicy>> = {
  DocOnly: { ...COMMITTEE, executionWindow: 30 * DAY, rollbackWindow: 0 },
  ConfigOnly: { ...COMMITTEE, delay: DAY },
  RoutineUpgrade: { ...COMMITTEE, delay: 2 * DAY },
  HighRiskUpgrade: { ...COUNCIL, delay: 7 * DAY },
  BridgeParameter: {
    ...COUNCIL,
    needsAcknowledgement: true,
    approvalWindow: 7 * DAY,
    delay: 2 * DAY,
    executionWindow: 3 * DAY,
    rollbackWindow: 3 * DAY,
  },
  EmergencyFix: {
    ...COUNCIL,
    secondApproverRole: Number(ROLE_IDS.EMERGENCY_COUNCIL),
    approvalWindow: DAY,
    delay: 1,
    executionWindow: DAY,
    rollbackWindow: 3 * DAY,
  },
};

export interface PolicySetting {
  readonly changeClass: ChangeClassName;
  readonly id: number;
  readonly policy: ApprovalPolicy & Record<string, number | boolean>;
}

/** Policies that a country sets otherwise. */
export function policyOverrides(governance: Governance): PolicySetting[] {
  return CHANGE_CLASSES.flatMap((changeClass, id) =>
    governance.policies[changeClass] === undefined
      ? []
      : [{ changeClass, id, policy: { ...policyOf(governance, changeClass) } }],
  );
}

/** The policy that a country's file asks for. */
export function policyOf(governance: Governance, changeClass: ChangeClassName): ApprovalPolicy {
  const { constituencies, ...given } = governance.policies[changeClass] ?? {};
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    ...DEFAULT_POLICIES[changeClass],
    ...Object.fromEntries(set),
    ...(constituencies === undefined ? {} : { constituencies: constituencySet(constituencies) }),
  };
}
