import { z } from "zod";

import { checksummed, count, decimal, deed, digest } from "#lib/evidence/format-values";
import { exceptionKinds, exceptionStatuses } from "#lib/evidence/register-words";

/** One line of `data/batches.ndjson`: a manifest by its digest, its settlement references, its reconciliation. */
export const batchSchema = z.strictObject({
  batchId: digest,
  programId: digest,
  submitter: checksummed,
  /** Entity for which it was submitted. */
  distributor: count,
  status: z.enum(["Pending", "Authorised", "Rejected", "Reconciled"]),
  terms: z.strictObject({
    root: digest,
    count,
    /** In the smallest unit. */
    total: decimal,
    ruleSetVersion: count,
    period: count,
    manifestDigest: digest,
  }),
  steps: z.array(
    z.strictObject({
      step: z.enum(["submitted", "authorised", "rejected", "reconciled"]),
      /** Of the reason for which it was rejected, or of the report; null for other steps. */
      digest: digest.nullable(),
      ...deed,
    }),
  ),
  settlements: z.array(
    z.strictObject({
      settlementReference: digest,
      amount: decimal,
      rows: count,
      /** Null unless it was taken back. */
      reversed: z.strictObject({ reasonDigest: digest, ...deed }).nullable(),
      ...deed,
    }),
  ),
  /** Less what was reversed. */
  settled: decimal,
  settledRows: count,
  /** Null until it is closed; then settled + exceptions + residual = total. */
  reconciliation: z
    .strictObject({ settled: decimal, exceptions: decimal, residual: decimal, reportDigest: digest })
    .nullable(),
});

/** One line of `data/exceptions.ndjson`: "exceptions log" of the source text. A row may have several, one after another. */
export const exceptionSchema = z.strictObject({
  batchId: digest,
  programId: digest,
  /** Of the row in its batch. */
  index: decimal,
  rowDigest: digest,
  amount: decimal,
  kind: z.enum(exceptionKinds),
  status: z.enum(exceptionStatuses),
  steps: z.array(
    z.strictObject({
      step: z.enum(["raised", "disputed", "resolved", "withdrawn"]),
      /** For whom it was done; null where the event names an account instead. */
      entity: count.nullable(),
      /** Of the reason, the evidence or the decision. */
      digest,
      ...deed,
    }),
  ),
});

export type BatchLine = z.output<typeof batchSchema>;
export type ExceptionLine = z.output<typeof exceptionSchema>;
