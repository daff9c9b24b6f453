import {
  type Access,
  council,
  governedRows,
  INITIALIZED,
  ORDINARY_UPGRADE,
  role,
  type Rows,
} from "#lib/permissions/access";

const TERMS = "(address,uint8,bytes32,uint32)";

export const OPERATIONS_LOG: Rows = {
  "initialize(address)": INITIALIZED,
  "recordRelease(bytes32,string,string,bytes32)": [
    role("ROUTINE_UPGRADE"),
    "A release of nodes, indexers or APIs is a governed upgrade.",
  ],
  "setReleaseCadence(bytes32,uint32)": [role("CONFIG"), "A schedule is configuration."],
  "announceWindow(uint40,uint40,bytes32)": [
    role("TECHNICAL_OPERATOR"),
    "The operator plans maintenance; it decides nothing by it.",
  ],
  "withdrawWindow(uint256)": [role("TECHNICAL_OPERATOR"), "As announceWindow."],
  "recordDocument(uint8,bytes32,bytes32,string)": [
    role("TECHNICAL_OPERATOR"),
    "Whoever runs the systems keeps their papers; a digest allows nothing.",
  ],
  "recordLegalApproval(bytes32,bytes32,string)": [
    role("PROGRAM_AUTHORITY"),
    "Policy governance obtains legal approvals; who runs systems must not call them lawful.",
  ],
  ...governedRows(ORDINARY_UPGRADE),
};

export const KEY_REGISTRY: Rows = {
  "initialize()": INITIALIZED,
  ...keysOf("Governance", council("SOVEREIGN_AUTHORITY"), "Whoever appoints councils answers for their keys."),
  ...keysOf("Issuer", role("IDENTITY_AUTHORITY"), "Whoever accredits issuers answers for their keys."),
  ...keysOf("Operator", role("TECHNICAL_OPERATOR"), "Keys of infrastructure are its operator's."),
  ...keysOf("Audit", role("AUDITOR"), "Keys to lawful audit data are the auditors'."),
  "reportCompromise(bytes32,bytes32)": [role("TECHNICAL_OPERATOR"), "Towards stricter: only a new key ends it."],
  "signalCompromise(bytes32,bytes32)": [role("MONITOR"), "As reportCompromise."],
  "recordDrill(bytes32,bytes32)": [role("TECHNICAL_OPERATOR"), "Recovery is tried by whoever would do it."],
  ...governedRows([role("HIGH_RISK_UPGRADE"), "Its code says which keys may issue, and which incidents stay open."]),
};

/** Each category of keys has a body of its own that answers for it. */
function keysOf(category: string, access: Access, reason: string): Rows {
  return {
    [`register${category}Key(bytes32,${TERMS})`]: [access, reason],
    [`rotate${category}Key(bytes32,bytes32,${TERMS},bytes32)`]: [access, reason],
    [`retire${category}Key(bytes32,bytes32)`]: [access, reason],
  };
}
