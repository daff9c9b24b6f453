import { governedRows, INITIALIZED, ORDINARY_UPGRADE, role, type Rows } from "#lib/permissions/access";

const LEAF = "(bytes32,bytes32,uint40,bytes32[])";
const SUBJECT = "(uint8,address,bytes32)";

export const ACCREDITATION_REGISTRY: Rows = {
  "initialize()": INITIALIZED,
  [`accredit(${SUBJECT},bytes32,uint40)`]: [
    role("IDENTITY_AUTHORITY"),
    "It accredits issuers and verifiers, of other entities than its own.",
  ],
  [`renew(${SUBJECT},bytes32,uint40)`]: [role("IDENTITY_AUTHORITY"), "Whoever accredits renews, on a new assessment."],
  [`suspend(${SUBJECT},bytes32)`]: [role("IDENTITY_AUTHORITY"), "Whoever accredits suspends."],
  [`reinstate(${SUBJECT},bytes32)`]: [role("IDENTITY_AUTHORITY"), "Whoever suspends reinstates."],
  [`withdraw(${SUBJECT},bytes32)`]: [role("IDENTITY_AUTHORITY"), "Whoever accredits withdraws."],
  [`accreditMember(${SUBJECT},bytes32,uint40)`]: [
    role("TREASURY_OPERATOR"),
    "It controls membership of its rail's network.",
  ],
  [`renewMember(${SUBJECT},bytes32,uint40)`]: [role("TREASURY_OPERATOR"), "As accreditMember."],
  [`suspendMember(${SUBJECT},bytes32)`]: [role("TREASURY_OPERATOR"), "As accreditMember."],
  [`reinstateMember(${SUBJECT},bytes32)`]: [role("TREASURY_OPERATOR"), "As accreditMember."],
  [`withdrawMember(${SUBJECT},bytes32)`]: [role("TREASURY_OPERATOR"), "As accreditMember."],
  "publishSchema(bytes32,uint32,(bytes32,bytes32),uint32,string)": [
    role("IDENTITY_AUTHORITY"),
    "It governs schemas and revocation policies.",
  ],
  "retireSchema(bytes32,bytes32)": [role("IDENTITY_AUTHORITY"), "It governs schemas; towards stricter."],
  ...governedRows([role("HIGH_RISK_UPGRADE"), "Its code says who may issue."]),
};

export const CREDENTIAL_LEDGER: Rows = {
  "initialize(address)": INITIALIZED,
  "issue(bytes32,bytes32,uint40)": [role("ISSUER"), "Accredited issuers issue."],
  "issueBatch(bytes32,bytes32,uint32)": [role("ISSUER"), "Accredited issuers issue."],
  "revoke(bytes32,bytes32)": [role("ISSUER"), "Whoever issued revokes; no mode forbids it."],
  "revokeBatch(bytes32,bytes32)": [role("ISSUER"), "Whoever issued revokes."],
  [`revokeLeaf(${LEAF},bytes32)`]: [role("ISSUER"), "Whoever issued revokes."],
  "revokeFor(address,bytes32,bytes32)": [role("IDENTITY_AUTHORITY"), "For an issuer that cannot or will not."],
  "revokeBatchFor(address,bytes32,bytes32)": [role("IDENTITY_AUTHORITY"), "As revokeFor."],
  [`revokeLeafFor(address,${LEAF},bytes32)`]: [role("IDENTITY_AUTHORITY"), "As revokeFor."],
  "recordVerification(address,bytes32,bool,bytes32)": [role("VERIFIER"), "Accredited verifiers verify."],
  [`recordLeafVerification(address,${LEAF},bool,bytes32)`]: [role("VERIFIER"), "Accredited verifiers verify."],
  "recordVerificationBatch(bytes32,uint32,uint32)": [role("VERIFIER"), "Accredited verifiers verify."],
  ...governedRows(ORDINARY_UPGRADE),
};
