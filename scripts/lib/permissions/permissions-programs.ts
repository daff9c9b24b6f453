import { council, governedRows, INITIALIZED, role, type Rows } from "#lib/permissions/access";

const PROGRAM = "(uint8,uint8,bytes32,bytes32,uint40,uint32)";
const CAPS = "(uint32,uint128)";
const BATCH = "(bytes32,bytes32,uint32,uint128,uint32,uint32,bytes32)";
const ROW = "(uint256,bytes32,uint256,bytes32[])";
const FIGURES = "(uint128,uint128,uint128,bytes32)";

export const PROGRAM_REGISTRY: Rows = {
  "initialize()": INITIALIZED,
  [`registerProgram(bytes32,${PROGRAM})`]: [council("SOVEREIGN_AUTHORITY"), "Which programmes exist is high policy."],
  "recordMetadata(bytes32,bytes32)": [role("PROGRAM_AUTHORITY"), "A paper, of the programme's own authority."],
  "recordLegalApproval(bytes32,bytes32)": [role("PROGRAM_AUTHORITY"), "As recordMetadata."],
  "closeProgram(bytes32,bytes32)": [council("SOVEREIGN_AUTHORITY"), "Who begins a programme ends it."],
  "authoriseEntity(bytes32,uint8,bytes32)": [
    council("PROGRAM_AUTHORITY"),
    "Who may distribute; one stolen account must not add itself.",
  ],
  "withdrawEntity(bytes32,uint8,bytes32)": [role("PROGRAM_AUTHORITY"), "Only towards stricter, in every mode."],
  "publishRuleSet(bytes32,uint32,bytes32,uint128,string)": [
    council("PROGRAM_AUTHORITY"),
    "Eligibility rules and distribution policies are the Program Authority's.",
  ],
  "recordRequirement(bytes32,uint8,bytes32)": [
    role("PROGRAM_AUTHORITY"),
    "A paper; the step that it allows is not its author's.",
  ],
  [`advancePhase(bytes32,uint8,${CAPS},bytes32,bytes32)`]: [
    council("SOVEREIGN_AUTHORITY"),
    "How far a programme goes is high policy.",
  ],
  [`setPhaseCaps(bytes32,${CAPS},bytes32)`]: [council("SOVEREIGN_AUTHORITY"), "Caps are part of the phase."],
  ...governedRows([role("HIGH_RISK_UPGRADE"), "Its code says who may distribute, and how much."]),
};

export const DISTRIBUTION_LEDGER: Rows = {
  "initialize()": INITIALIZED,
  "setBudget(bytes32,uint128,bytes32)": [council("SOVEREIGN_AUTHORITY"), "Whoever spends does not grant the money."],
  "setApprovalThreshold(bytes32,uint128)": [
    council("PROGRAM_AUTHORITY"),
    "What is large is for those to say who approve it.",
  ],
  [`submitBatch(${BATCH})`]: [role("DISTRIBUTION_OPERATOR"), "For an entity that the programme authorises."],
  "authoriseBatch(bytes32,bytes32)": [council("PROGRAM_AUTHORITY"), "Approves large batch distributions."],
  "rejectBatch(bytes32,bytes32)": [role("PROGRAM_AUTHORITY"), "Only towards stricter, in every mode."],
  "settle(bytes32,bytes32,uint128,uint32)": [
    role("TREASURY_OPERATOR"),
    "The money rail's operator says what was paid; whoever submitted does not.",
  ],
  "reverseSettlement(bytes32,bytes32)": [role("TREASURY_OPERATOR"), "As settle, for what came back."],
  [`raiseException(bytes32,${ROW},bytes32)`]: [
    role("DISTRIBUTION_OPERATOR"),
    "Holds a payment back, within one batch; no mode forbids it.",
  ],
  [`raiseFinding(bytes32,${ROW},bool,bytes32)`]: [role("AUDITOR"), "Auditors object; they decide nothing."],
  "disputeException(bytes32,uint256,bytes32)": [role("DISTRIBUTION_OPERATOR"), "Whoever distributes may answer."],
  "resolveException(bytes32,uint256,uint8,bytes32)": [
    role("PROGRAM_AUTHORITY"),
    "Decides; never for an entity that raised or disputed it.",
  ],
  "overruleException(bytes32,uint256,uint8,bytes32)": [
    council("SOVEREIGN_AUTHORITY"),
    "The way out, where auditor and authority block each other.",
  ],
  "withdrawFinding(bytes32,uint256,bytes32)": [role("AUDITOR"), "Whoever raised a finding takes it back."],
  [`reconcile(bytes32,${FIGURES})`]: [
    role("PROGRAM_AUTHORITY"),
    "Closes what is paid or set aside to the unit, and nothing else.",
  ],
  [`writeOff(bytes32,${FIGURES})`]: [council("PROGRAM_AUTHORITY"), "Gives up what was neither paid nor set aside."],
  ...governedRows([role("HIGH_RISK_UPGRADE"), "Its code says what may be paid."]),
};
