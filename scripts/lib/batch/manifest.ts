import { createHash } from "node:crypto";
import { join } from "node:path";

import { z } from "zod";

import type { BatchSummary } from "#lib/batch/batch-file";
import { fromHex, toHex, type RowSecret } from "#lib/batch/row";
import { SuiteError } from "#lib/errors/suite-error";
import { digestSchema, quantitySchema } from "#lib/files/schemas";
import { readLines } from "#lib/files/read-lines";

export const MANIFEST_FILE = "manifest.ndjson";

const MAX_LINE = 1024;

/** A row as the manifest has it: pseudonymous, and without the salt that would tie it to the tree. */
export interface ManifestRow extends Omit<RowSecret, "salt"> {
  readonly index: number;
  readonly amount: bigint;
  readonly rowDigest: Uint8Array;
}

const lineSchema = z
  .strictObject({
    amount: quantitySchema,
    eligibilityProof: digestSchema,
    identityProof: digestSchema,
    index: z.number().int().nonnegative(),
    pseudonym: digestSchema,
    rowDigest: digestSchema,
  })
  .transform(({ amount, index, ...digests }): ManifestRow => ({
    index,
    amount: BigInt(amount),
    pseudonym: fromHex(digests.pseudonym),
    identityProof: fromHex(digests.identityProof),
    eligibilityProof: fromHex(digests.eligibilityProof),
    rowDigest: fromHex(digests.rowDigest),
  }));

/** A line of the manifest, as canonical JSON (RFC 8785) would be: names in order, and values that need no escaping. */
export function manifestLine(row: ManifestRow): string {
  return (
    `{"amount":"${row.amount}","eligibilityProof":"${toHex(row.eligibilityProof)}",` +
    `"identityProof":"${toHex(row.identityProof)}","index":${row.index},` +
    `"pseudonym":"${toHex(row.pseudonym)}","rowDigest":"${toHex(row.rowDigest)}"}\n`
  );
}

/**
 * Reads the manifest of a batch in constant memory; at its end it has proven to be the one whose digest, count and total the
 * summary has. What a caller did with rows before that counts only when this returns.
 *
 * @throws SuiteError `conflict/manifest`.
 */
export function readManifest(folder: string, summary: BatchSummary, onRow: (row: ManifestRow) => void): void {
  const path = join(folder, MANIFEST_FILE);
  const hash = createHash("sha256");
  let [count, total] = [0, 0n];
  for (const { number, text } of linesOf(path, (chunk) => hash.update(chunk))) {
    const row = parseLine(text);
    if (row?.index !== count) throw damaged(path, `line ${number} is not row ${count}`);
    count++;
    total += row.amount;
    onRow(row);
  }
  const digest = `0x${hash.digest("hex")}`;
  for (const [what, found, expected] of [
    ["rows", String(count), String(summary.count)],
    ["total", String(total), summary.total],
    ["SHA-256", digest, summary.manifestDigest],
  ] as const) {
    if (found !== expected) throw damaged(path, `its ${what} is ${found}, in the summary it is ${expected}`);
  }
}

function linesOf(path: string, onChunk: (chunk: Buffer) => void): ReturnType<typeof readLines> {
  return readLines(path, MAX_LINE, onChunk);
}

function parseLine(text: string | undefined): ManifestRow | undefined {
  try {
    const row = lineSchema.parse(JSON.parse(text ?? ""));
    return manifestLine(row) === `${text ?? ""}\n` ? row : undefined;
  } catch {
    return undefined;
  }
}

function damaged(path: string, reason: string): SuiteError {
  return new SuiteError({
    code: "conflict/manifest",
    message: `${path} is not the manifest of its batch: ${reason}.`,
    hint: "Restore it from a backup; a batch is never edited.",
    details: { path, reason },
  });
}
