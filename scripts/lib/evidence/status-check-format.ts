import { z } from "zod";

import { act, checksummed, count, digest } from "#lib/evidence/format-values";
import { credentialStatuses } from "#lib/evidence/register-words";

/** One line of `data/status-checks.ndjson`: "revocation/status check logs" of the source text, one event a line. */
export const statusCheckSchema = z.discriminatedUnion("check", [
  z.strictObject({
    check: z.literal("verification"),
    verifier: checksummed,
    issuer: checksummed,
    credentialDigest: digest,
    /** Of the batch that it was shown with; null for one that was issued singly. */
    root: digest.nullable(),
    /** What the chain knew then. */
    status: z.enum(credentialStatuses),
    /** What the verifier decided. */
    accepted: z.boolean(),
    purposeDigest: digest,
    ...act,
  }),
  z.strictObject({
    check: z.literal("verificationBatch"),
    verifier: checksummed,
    /** Of the log of the checks. */
    root: digest,
    count,
    accepted: count,
    ...act,
  }),
  z.strictObject({
    check: z.literal("revocation"),
    issuer: checksummed,
    credentialDigest: digest,
    root: digest.nullable(),
    by: checksummed,
    reasonDigest: digest,
    ...act,
  }),
  z.strictObject({
    check: z.literal("batchRevocation"),
    issuer: checksummed,
    root: digest,
    /** Credentials that were not revoked before. */
    count,
    by: checksummed,
    reasonDigest: digest,
    ...act,
  }),
]);

export type StatusCheckLine = z.output<typeof statusCheckSchema>;
