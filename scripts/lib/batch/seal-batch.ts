import { join } from "node:path";

import type { BatchSummary } from "#lib/batch/batch-file";
import type { CollectedRows } from "#lib/batch/collect-rows";
import { MANIFEST_FILE, manifestLine } from "#lib/batch/manifest";
import { MerkleStream } from "#lib/batch/merkle-stream";
import { leafHash, rowDigest, toHex, type RowScope } from "#lib/batch/row";
import { SaltWriter } from "#lib/batch/salts";
import type { StartProgress } from "#lib/console/progress";
import { BufferedWriter } from "#lib/files/buffered-writer";

/** Rows between two looks at the progress. */
const STRIDE = 1000;

/** Writes manifest and salts of rows that passed, and builds their tree on the way. */
export function sealRows(
  folder: string,
  { rows, order }: CollectedRows,
  scope: RowScope,
  progress: StartProgress,
): Pick<BatchSummary, "root" | "manifestDigest"> {
  const bar = progress("building the tree", rows.count);
  const manifest = new BufferedWriter(join(folder, MANIFEST_FILE));
  const salts = new SaltWriter(folder);
  const tree = new MerkleStream(rows.count);
  let index = 0;
  for (const number of order.numbers()) {
    const row = rows.read(number);
    const digest = rowDigest(scope, { ...row, salt: salts.next() });
    manifest.write(manifestLine({ ...row, index, rowDigest: digest }));
    tree.push(leafHash(index, digest, row.amount));
    if (++index % STRIDE === 0) bar.at(index);
  }
  salts.finish();
  const { sha256 } = manifest.finish();
  bar.end();
  return { root: toHex(tree.finish().root), manifestDigest: sha256 };
}
