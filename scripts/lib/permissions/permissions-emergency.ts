import {
  CORE_UPGRADE,
  council,
  governedRows,
  INITIALIZED,
  PUBLIC,
  role,
  type Access,
  type Rows,
} from "#lib/permissions/access";

const RESTRICTION = "(bytes32,uint8)";
const PLAYBOOK = `(bytes32,uint32,uint8,${RESTRICTION}[])`;
const INCIDENTS: Access = { kind: "contract", contract: "IncidentRegistry" };

export const EMERGENCY_CONTROLLER: Rows = {
  [`restrict(${RESTRICTION}[],uint32,bytes32,uint8,bytes32)`]: [
    council("EMERGENCY_COUNCIL"),
    "Stops a fire; only towards stricter, within its budget.",
  ],
  "invokePlaybook(bytes32,bytes32)": [council("EMERGENCY_COUNCIL"), "As restrict, in the words approved beforehand."],
  "fileNarrative(bytes32,bytes32)": [council("EMERGENCY_COUNCIL"), "Whoever invoked a playbook says why."],
  "endOverride(bytes32,uint8,bytes32)": [council("EMERGENCY_COUNCIL"), "Towards stricter again."],
  "extend(bytes32,uint8,uint40,bytes32,bytes32)": [
    council("SOVEREIGN_AUTHORITY"),
    "The council that restricts never prolongs.",
  ],
  "restore(bytes32,uint8,bytes32)": [council("SOVEREIGN_AUTHORITY"), "The council that restricts never loosens."],
  "refillBudget(bytes32,bytes32)": [council("SOVEREIGN_AUTHORITY"), "More emergency power is the sovereign's to give."],
  "grantOverride(bytes32,uint8,uint40,bytes32,bytes32)": [
    council("SOVEREIGN_AUTHORITY"),
    "Manual override: one operation, at most 24 h, on the record.",
  ],
  "registerIncident(bytes32)": [PUBLIC, "Only repeats what the Emergency Council declared, once."],
  "meter(bytes32,uint8,uint256)": [
    { kind: "contract", contract: "any contract of the system" },
    "A system's volume is drawn by its own contracts.",
  ],
  "noteReviewFiled(bytes32)": [INCIDENTS, "Reviews are filed there."],
  "noteReviewRejected(bytes32)": [INCIDENTS, "Reviews are judged there."],
  "noteReviewAccepted(bytes32)": [INCIDENTS, "Reviews are judged there."],
  "noteEmergencyFix(bytes32,bytes32)": [
    { kind: "contract", contract: "ChangeManager" },
    "An EmergencyFix that ran owes a review.",
  ],
  "setIncidentRegistry(address)": [role("HIGH_RISK_UPGRADE"), "Decides who says that a review was accepted."],
  [`setPlaybook(bytes32,${PLAYBOOK})`]: [role("HIGH_RISK_UPGRADE"), "Approved before it is needed."],
  "removePlaybook(bytes32)": [role("HIGH_RISK_UPGRADE"), "As setPlaybook."],
  "assignSystem(address,bytes32)": [role("HIGH_RISK_UPGRADE"), "Decides what an EmergencyFix may touch."],
  "setVolumeCap(bytes32,uint128)": [role("HIGH_RISK_UPGRADE"), "Decides how much LIMITED lets through."],
};

export const INCIDENT_REGISTRY: Rows = {
  "initialize(address)": INITIALIZED,
  "open(bytes32,uint8,bytes32)": [role("TECHNICAL_OPERATOR"), "Whoever is on call opens incidents."],
  "report(bytes32,uint8,bytes32)": [role("MONITOR"), "Monitoring opens what it sees."],
  "declare(bytes32,uint8,address,bytes32)": [
    { kind: "contract", contract: "EmergencyController" },
    "The Emergency Council's restriction opens its incident.",
  ],
  "acknowledge(bytes32)": [role("TECHNICAL_OPERATOR"), "Whoever is on call takes responsibility for its entity."],
  "mitigate(bytes32,bytes32)": [role("TECHNICAL_OPERATOR"), "Incident response."],
  "resolve(bytes32,bytes32)": [role("TECHNICAL_OPERATOR"), "Incident response; named keys must be rotated first."],
  "raiseSeverity(bytes32,uint8,bytes32)": [role("TECHNICAL_OPERATOR"), "Towards SEV1 needs no second opinion."],
  "lowerSeverity(bytes32,uint8,bytes32)": [role("AUDITOR"), "Who owes less because of it does not decide it."],
  "publishStatement(bytes32,uint8,bytes32)": [role("TECHNICAL_OPERATOR"), "Communication plan."],
  "nameKey(bytes32,bytes32)": [role("TECHNICAL_OPERATOR"), "Holds the incident open until the key is rotated."],
  "fileReview(bytes32,bytes32,bool)": [role("TECHNICAL_OPERATOR"), "Of the responsible entity."],
  "acceptReview(bytes32,bytes32,bytes32)": [role("AUDITOR"), "Of another entity than the one that filed it."],
  "rejectReview(bytes32,bytes32,bytes32)": [role("AUDITOR"), "As acceptReview."],
  "reassign(bytes32,uint8,bytes32)": [
    role("AUDITOR"),
    "So that an incident whose entity is gone can still be reviewed.",
  ],
  "setServiceLevels(uint8,(uint32,uint32,uint32,uint32,uint32))": [
    role("HIGH_RISK_UPGRADE"),
    "A core contract's settings.",
  ],
  "setKeyRegistry(address)": [role("HIGH_RISK_UPGRADE"), "Decides which keys count as rotated."],
  ...governedRows(CORE_UPGRADE),
};
