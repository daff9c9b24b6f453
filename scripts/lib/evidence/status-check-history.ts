import { ZeroHash } from "ethers";

import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { actOf, named, numberArgument } from "#lib/evidence/event-values";
import type { RegisterRecord } from "#lib/evidence/register-record";
import { credentialStatuses } from "#lib/evidence/register-words";
import type { StatusCheckLine } from "#lib/evidence/status-check-format";

/** The line of an event of the CredentialLedger that checks or revokes; undefined for any other. */
export function statusCheckOf(record: RegisterRecord): StatusCheckLine | undefined {
  const { contract, event } = record;
  if (contract !== "CredentialLedger") return undefined;
  const text = (name: string): string => textArgument(event, name);
  const act = actOf(record);
  switch (event.name) {
    case "VerificationRecorded":
      // Names in the order of canonical JSON, which then need not be sorted: there may be millions.
      return {
        accepted: event.args["accepted"] === true,
        check: "verification",
        contract: act.contract,
        credentialDigest: text("credentialDigest"),
        issuer: text("issuer"),
        purposeDigest: text("purposeDigest"),
        root: rootOf(event),
        sequence: act.sequence,
        status: named(credentialStatuses, numberArgument(event, "status")),
        time: act.time,
        transactionHash: act.transactionHash,
        verifier: text("verifier"),
      };
    case "VerificationBatchRecorded":
      return {
        check: "verificationBatch",
        verifier: text("verifier"),
        root: text("root"),
        count: numberArgument(event, "count"),
        accepted: numberArgument(event, "accepted"),
        ...act,
      };
    case "CredentialRevoked":
      return {
        check: "revocation",
        issuer: text("issuer"),
        credentialDigest: text("credentialDigest"),
        root: rootOf(event),
        by: text("by"),
        reasonDigest: text("reasonDigest"),
        ...act,
      };
    case "BatchRevoked":
      return {
        check: "batchRevocation",
        issuer: text("issuer"),
        root: text("root"),
        count: numberArgument(event, "count"),
        by: text("by"),
        reasonDigest: text("reasonDigest"),
        ...act,
      };
    default:
      return undefined;
  }
}

function rootOf(event: DescribedEvent): string | null {
  const root = textArgument(event, "root");
  return root === ZeroHash ? null : root;
}
