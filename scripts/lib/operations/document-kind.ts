import { parseChoice } from "#lib/input/parse-choice";
import { ROLE_IDS } from "#lib/permissions/roles";

/** Kinds of documents, in the order of the contract's enum. */
export const documentKinds = [
  "Runbook",
  "OnCallRoster",
  "EscalationPath",
  "ServiceLevels",
  "CommunicationPlan",
  "Playbook",
  "KeyRotationPolicy",
  "RecoveryProcedure",
  "BackupPolicy",
  "Backup",
  "RestoreDrill",
  "LegalApproval",
  "AuditExport",
] as const;

export type DocumentKind = (typeof documentKinds)[number];

/**
 * A kind by name; `on-call-roster` means OnCallRoster.
 *
 * @throws SuiteError `input/kind-of-document`.
 */
export function parseDocumentKind(value: string): DocumentKind {
  return parseChoice(value.replaceAll(/[-_]/g, ""), documentKinds, "kind of document");
}

/** The role that puts a kind in force. */
export function recorderOf(kind: DocumentKind): bigint {
  return kind === "LegalApproval" ? ROLE_IDS.PROGRAM_AUTHORITY : ROLE_IDS.TECHNICAL_OPERATOR;
}
