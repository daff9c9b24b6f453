import { join } from "node:path";

import { type BatchSummary, readBatch } from "#lib/batch/batch-file";
import type { DisclosedRow, Disclosure } from "#lib/batch/disclosure";
import type { ManifestRow } from "#lib/batch/manifest";
import { fromHex, rowDigest, toHex } from "#lib/batch/row";
import { readSalts, SALTS_FILE, shredded, wrongSalts } from "#lib/batch/salts";
import { walkBatch } from "#lib/batch/walk-batch";
import type { StartProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";

/** A row and its proof, without its salt: what the chain is given about it. */
export interface ProvenRow extends ManifestRow {
  readonly proof: readonly Uint8Array[];
}

/**
 * Finds rows and their ways to the root: reads the manifest once, in memory that grows with these rows alone, and proves it
 * on the way.
 *
 * @returns In the order of their indexes.
 * @throws SuiteError `input/row-index`, `conflict/manifest`, `conflict/root`.
 */
export function proveRows(folder: string, indexes: readonly number[], progress: StartProgress): ProvenRow[] {
  const summary = readBatch(folder);
  const wanted = new Set(indexes);
  for (const index of wanted) requireIndex(index, summary);
  const bar = progress("proving", summary.count);
  const found: ManifestRow[] = [];
  const proofs = walkBatch(
    folder,
    summary,
    (row) => {
      if (wanted.has(row.index)) found.push(row);
      bar.at(row.index);
    },
    wanted,
  );
  bar.end();
  return found.map((row) => ({ ...row, proof: proofs.get(row.index) ?? [] }));
}

/** One row as {@link proveRows} finds it. */
export function proveRow(folder: string, index: number, progress: StartProgress): ProvenRow {
  return only(proveRows(folder, [index], progress), index);
}

/**
 * Lays rows open: their salts and fields, and their proofs. A row whose salt was destroyed keeps its secret.
 *
 * @returns In the order of their indexes.
 * @throws SuiteError those of {@link proveRows} and `readSalts`; `conflict/salts`.
 */
export function discloseRows(folder: string, indexes: readonly number[], progress: StartProgress): DisclosedRow[] {
  const { program, programId, period, root, count } = readBatch(folder);
  const rows = proveRows(folder, indexes, progress);
  const salts = readSalts(
    folder,
    rows.map(({ index }) => index),
    count,
  );
  const scope = { programId: fromHex(programId), period };
  return rows.map(({ amount, proof, index, ...row }, place): DisclosedRow => {
    const known = {
      program,
      programId,
      period,
      root,
      index,
      amount: amount.toString(),
      rowDigest: toHex(row.rowDigest),
      proof: proof.map(toHex),
    };
    const salt = salts[place] ?? null;
    if (salt === null) return { schema: "sign.batch-row-shredded.v1", ...known };
    if (toHex(rowDigest(scope, { ...row, salt })) !== known.rowDigest) throw wrongSalts(join(folder, SALTS_FILE));
    return {
      schema: "sign.batch-row.v1",
      ...known,
      salt: toHex(salt),
      pseudonym: toHex(row.pseudonym),
      identityProof: toHex(row.identityProof),
      eligibilityProof: toHex(row.eligibilityProof),
    };
  });
}

/**
 * Lays one row open.
 *
 * @throws SuiteError those of {@link discloseRows}, `refused/row-shredded`.
 */
export function discloseRow(folder: string, index: number, progress: StartProgress): Disclosure {
  const row = only(discloseRows(folder, [index], progress), index);
  if (row.schema === "sign.batch-row-shredded.v1") throw shredded(folder, index);
  return row;
}

function only<Row>([row]: readonly Row[], index: number): Row {
  if (row === undefined) throw new RangeError(`row ${index} went missing`);
  return row;
}

/** @throws SuiteError `input/row-index`. */
export function requireIndex(index: number, { count }: Pick<BatchSummary, "count">): void {
  if (index < count) return;
  throw new SuiteError({
    code: "input/row-index",
    message: `The batch has no row ${index}: its last is ${count - 1}.`,
    hint: "Rows are counted from 0.",
    details: { index, count },
  });
}
