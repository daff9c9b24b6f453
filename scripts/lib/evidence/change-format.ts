import { z } from "zod";

import { changeClasses } from "#lib/evidence/change-history";
import { checksummed, count, decimal, digest, hexBytes, placedDeed, written } from "#lib/evidence/format-values";

/** Where a change stands by what was recorded; that it is ready or has expired follows from the clock. */
export const changeStatuses = ["Proposed", "Queued", "Executed", "RolledBack", "Cancelled", "Objected"] as const;

/** What may happen to a change, in the words of its events. */
export const changeSteps = [
  "proposed",
  "approved",
  "queued",
  "vetoed",
  "withdrawn",
  "acknowledged",
  "objected",
  "cancelled",
  "executed",
  "rolledBack",
] as const;

const callSchema = z.strictObject({
  target: checksummed,
  /** Name of the suite's contract at the target; null for any other. */
  contract: z.string().nullable(),
  value: decimal,
  data: hexBytes,
  /** What the data says by the contract's ABI; null where that does not explain every byte of it. */
  call: z.strictObject({ signature: z.string(), args: z.record(z.string(), z.json()) }).nullable(),
});

/** The rule of a class, as a `PolicySet` recorded it. Times in seconds. */
export const policySchema = z.strictObject({
  version: count,
  approverRole: count,
  /** Zero for none. */
  secondApproverRole: count,
  minSigners: count,
  needsAcknowledgement: z.boolean(),
  /** Bit set of those that must all have signed. */
  constituencies: count,
  approvalWindow: count,
  delay: count,
  executionWindow: count,
  rollbackWindow: count,
  /** With which a maintenance window must have been announced; zero where none is asked for. */
  maintenanceNotice: count,
});

/** One line of `data/changes.ndjson`: a change from its proposal to its end, whether or not it ever ran. */
export const changeSchema = z.strictObject({
  changeId: digest,
  changeClass: z.enum(changeClasses),
  version: written,
  uri: written,
  status: z.enum(changeStatuses),
  proposer: checksummed,
  /** Under which it was queued last; before that, the one in force when it was proposed. Null where none was. */
  policy: policySchema.nullable(),
  /** Seconds since 1970; null while it was not queued, or was sent back. */
  approveBy: count,
  readyAt: count.nullable(),
  executeBy: count.nullable(),
  rollbackUntil: count.nullable(),
  /** The proposer declared that calls cannot undo it. */
  irreversible: z.boolean(),
  /** That an EmergencyFix answers; null for none. */
  incident: digest.nullable(),
  /** Digests of the documents. */
  artifacts: z.record(z.string(), digest),
  calls: z.array(callSchema),
  rollback: z.array(callSchema),
  pins: z.array(
    z.strictObject({
      account: checksummed,
      codehash: digest,
      implementation: checksummed,
      implementationCodehash: digest,
    }),
  ),
  steps: z.array(
    z.strictObject({
      step: z.enum(changeSteps),
      /** In which the Safe acted; null for an account. */
      role: count.nullable(),
      /** Of the reason, or of the metrics that monitoring acknowledged; null for other steps. */
      digest: digest.nullable(),
      ...placedDeed,
    }),
  ),
});

export type ChangeLine = z.output<typeof changeSchema>;
export type ChangePolicy = z.output<typeof policySchema>;
export type ChangeCall = z.output<typeof callSchema>;
