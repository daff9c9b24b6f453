import { z } from "zod";

import { checksummed, count, digest } from "#lib/evidence/format-values";

/** One line of `data/deployments.ndjson`: "deployment log entry (time, operator, version)" of the source text. */
export const deploymentSchema = z.strictObject({
  kind: z.enum(["executed", "rolledBack"]),
  changeId: digest,
  changeClass: z.string(),
  version: z.json(),
  /** Seconds since 1970, from the block. */
  time: count,
  /** The account that executed, or the Safe that rolled back. */
  operator: checksummed,
  proposer: checksummed,
  /** Digests of the change's documents. */
  artifacts: z.record(z.string(), digest),
  /** Safe transactions that approved the execution, or the one that rolled back. */
  approvals: z.array(digest),
  contract: z.string(),
  sequence: z.int().positive(),
  blockNumber: count,
  transactionHash: digest,
});

export type Deployment = z.output<typeof deploymentSchema>;
