import { join } from "node:path";

import { readBatch } from "#lib/batch/batch-file";
import type { Disclosure } from "#lib/batch/disclosure";
import type { ManifestRow } from "#lib/batch/manifest";
import { fromHex, rowDigest, toHex } from "#lib/batch/row";
import { readSalt, SALTS_FILE, wrongSalts } from "#lib/batch/salts";
import { walkBatch } from "#lib/batch/walk-batch";
import type { StartProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";

/** A row and its proof, without its salt: what the chain is given about it. */
export interface ProvenRow extends ManifestRow {
  readonly proof: readonly Uint8Array[];
}

/**
 * Finds a row and its way to the root: reads the manifest once, in constant memory, and proves it on the way.
 *
 * @throws SuiteError `input/row-index`, `conflict/manifest`, `conflict/root`.
 */
export function proveRow(folder: string, index: number, progress: StartProgress): ProvenRow {
  const summary = readBatch(folder);
  if (index >= summary.count) {
    throw new SuiteError({
      code: "input/row-index",
      message: `The batch has no row ${index}: its last is ${summary.count - 1}.`,
      hint: "Rows are counted from 0.",
      details: { index, count: summary.count },
    });
  }
  const bar = progress("proving", summary.count);
  let found: ManifestRow | undefined;
  const proof = walkBatch(
    folder,
    summary,
    (row) => {
      if (row.index === index) found = row;
      bar.at(row.index);
    },
    index,
  );
  bar.end();
  if (found === undefined) throw new RangeError(`row ${index} went missing`);
  return { ...found, proof };
}

/**
 * Lays one row open: its salt and fields, and its proof.
 *
 * @throws SuiteError those of {@link proveRow} and `readSalt`; `conflict/salts`.
 */
export function discloseRow(folder: string, index: number, progress: StartProgress): Disclosure {
  const { program, programId, period, root, count } = readBatch(folder);
  const { amount, proof, ...row } = proveRow(folder, index, progress);
  const salt = readSalt(folder, index, count);
  const digest = rowDigest({ programId: fromHex(programId), period }, { ...row, salt });
  if (toHex(digest) !== toHex(row.rowDigest)) throw wrongSalts(join(folder, SALTS_FILE));
  return {
    schema: "sign.batch-row.v1",
    program,
    programId,
    period,
    root,
    index,
    amount: amount.toString(),
    salt: toHex(salt),
    pseudonym: toHex(row.pseudonym),
    identityProof: toHex(row.identityProof),
    eligibilityProof: toHex(row.eligibilityProof),
    rowDigest: toHex(digest),
    proof: proof.map(toHex),
  };
}
