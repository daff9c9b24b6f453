import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { readJsonFile } from "#lib/files/json-file";
import { digestSchema, quantitySchema } from "#lib/files/schemas";

export const BATCH_FILE = "batch.json";

/** What the chain is told of a batch, and what finds its rule set again. Nothing in it is about a person. */
export const batchSchema = z.strictObject({
  schema: z.literal("sign.batch.v1"),
  program: z.string(),
  programId: digestSchema,
  /** From 1: the first begins with the schedule. */
  period: z.number().int().positive().max(0xffff_ffff),
  ruleSet: z.strictObject({ version: z.number().int().positive(), digest: digestSchema }),
  count: z.number().int().positive(),
  /** In the smallest unit of the currency. */
  total: quantitySchema,
  /** Of the Merkle tree over (index, rowDigest, amount). */
  root: digestSchema,
  /** SHA-256 of `manifest.ndjson`: `sha256sum` checks it. */
  manifestDigest: digestSchema,
});

export type BatchSummary = z.output<typeof batchSchema>;

/** The file's text: canonical JSON and a newline. */
export function batchText(summary: BatchSummary): string {
  return `${toCanonicalJson(summary)}\n`;
}

/**
 * Reads the summary of a batch.
 *
 * @throws SuiteError those of `readJsonFile`, `conflict/batch-summary` when it is not canonical.
 */
export function readBatch(folder: string): BatchSummary {
  const path = join(folder, BATCH_FILE);
  const summary = readJsonFile(path, batchSchema);
  if (readFileSync(path, "utf8") === batchText(summary)) return summary;
  throw new SuiteError({
    code: "conflict/batch-summary",
    message: `${path} is not as it was written.`,
    hint: "Restore it from a backup; a batch is never edited.",
    details: { path },
  });
}
