import { readBatch, type BatchSummary } from "#lib/batch/batch-file";
import { readManifest, type ManifestRow } from "#lib/batch/manifest";
import { MerkleStream } from "#lib/batch/merkle-stream";
import { leafHash, toHex } from "#lib/batch/row";
import type { StartProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * Goes through the rows of a batch once, in constant memory; at the end manifest and root have proven to belong together.
 *
 * @param onRow What it does counts only when this returns.
 * @param provenIndexes Rows whose way to the root is wanted.
 * @returns The proofs of these rows by index.
 * @throws SuiteError `conflict/manifest`, `conflict/root`.
 */
export function walkBatch(
  folder: string,
  summary: BatchSummary,
  onRow: (row: ManifestRow) => void,
  provenIndexes: Iterable<number> = [],
): ReadonlyMap<number, readonly Uint8Array[]> {
  const tree = new MerkleStream(summary.count, provenIndexes);
  readManifest(folder, summary, (row) => {
    // A row too many is the manifest's fault, and that is judged at its end.
    if (row.index < summary.count) tree.push(leafHash(row.index, row.rowDigest, row.amount));
    onRow(row);
  });
  const { root, proofs } = tree.finish();
  if (toHex(root) === summary.root) return proofs;
  throw new SuiteError({
    code: "conflict/root",
    message: `The manifest has the root ${toHex(root)}, its summary ${summary.root}.`,
    hint: "Restore the batch from a backup.",
    details: { folder, manifest: toHex(root), summary: summary.root },
  });
}

/**
 * The summary of a batch whose rows are all there.
 *
 * @throws SuiteError those of {@link walkBatch} and `readBatch`.
 */
export function checkBatch(folder: string, progress: StartProgress): BatchSummary {
  const summary = readBatch(folder);
  const bar = progress("reading the manifest", summary.count);
  walkBatch(folder, summary, ({ index }) => {
    bar.at(index);
  });
  bar.end();
  return summary;
}
