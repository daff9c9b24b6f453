import { z } from "zod";

import { digestSchema } from "#lib/files/schemas";

const stepSchema = z.object({
  /** What is shown, for people. */
  name: z.string(),
  kind: z.enum([
    "deployment",
    "change",
    "rollback",
    /** What the suite is there for: credentials issued, verified, revoked. */
    "operation",
    /** A programme's life: rules, papers, phases, money. */
    "program",
    "distribution",
    "incident",
    "restriction",
    "override",
    /** Time passes; no transaction. */
    "expiry",
    "restoration",
    "refusal",
    "evidence",
  ]),
  /** Quorum that signed, such as "2-of-3" or "2-of-3 and 3-of-5"; null where no Safe acts. */
  approval: z.string().nullable(),
  transactions: z.array(digestSchema),
  /** Of all transactions of the step together. */
  gas: z.number().int().nonnegative(),
  /** "done", or for a refusal the custom error that the contracts raised. */
  outcome: z.string(),
});

/** `summary.json` of the demonstration. */
export const summarySchema = z.object({
  ok: z.boolean(),
  steps: z.array(stepSchema),
  /** Folder of the evidence. */
  bundle: z.string(),
  /** What the offline verifier said of it. */
  verification: z.object({
    ok: z.boolean(),
    claims: z.number().int(),
    events: z.number().int(),
    approvals: z.number().int(),
    deployments: z.number().int(),
  }),
});

export type Summary = z.output<typeof summarySchema>;
export type Step = Summary["steps"][number];
