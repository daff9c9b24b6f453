import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { keccak256, type Provider } from "ethers";

import type { Figures } from "#lib/batch/acts";
import { findBatch, type LocalBatch } from "#lib/batch/batch-reference";
import type { ChainBatch } from "#lib/batch/chain-batch";
import { booksOf, requireSameBooks, requireSameRows, residualOf } from "#lib/batch/reconcile";
import { toHex } from "#lib/batch/row";
import { walkBatch } from "#lib/batch/walk-batch";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";
import { readRegisterStory, type RegisterEvent } from "#lib/program/register-story";

export const REPORT_FILE = "reconciliation.json";

/** What became of a batch, and the file that says so. */
export interface Reconciled {
  readonly batch: ChainBatch;
  readonly story: readonly RegisterEvent[];
  readonly figures: Figures;
  /** Canonical JSON and a newline: its keccak256 goes on the chain. */
  readonly report: string;
}

/**
 * Recomputes what became of a batch: its rows from the manifest, its payments and exceptions from the events, and holds
 * both against what the ledger stores. The same chain gives the same report, byte for byte.
 *
 * @throws SuiteError `conflict/reconciliation`, `conflict/root`, `conflict/manifest`, `refused/exceptions-open`.
 */
export async function reconcileBatch(
  provider: Provider,
  record: ContractsRecord,
  local: LocalBatch,
): Promise<Reconciled> {
  const batch = await findBatch(provider, record, local);
  const story = await readRegisterStory(provider, record, batch.id);
  const books = booksOf(story);
  requireSameBooks(books, batch);
  requireSameRows(books, excepted(local, new Set(books.cases.map(({ index }) => index))));
  if (books.open > 0) {
    throw new SuiteError({
      code: "refused/exceptions-open",
      message: `${books.open} exceptions of the batch are open.`,
      hint: "Decide them first: npx hardhat batch resolve",
      details: { open: books.cases.filter(({ status }) => status === "Raised" || status === "Disputed") },
    });
  }
  const residual = residualOf(books, batch.total);
  const { id, programId, root, manifestDigest, count, total, period, ruleSetVersion } = batch;
  const report = `${toCanonicalJson({
    schema: "sign.reconciliation.v1",
    ...{ batch: id, programId, root, manifestDigest, period, ruleSetVersion },
    authorised: { rows: count, amount: total.toString() },
    settled: books.settled,
    exceptions: books.exceptions,
    residual: { rows: count - books.settled.rows - books.exceptions.rows, amount: residual.toString() },
    payments: books.payments,
    cases: books.cases,
  })}\n`;
  const figures = {
    settled: batch.settled,
    exceptions: batch.setAside,
    residual,
    reportDigest: keccak256(toBytes(report)),
  };
  return { batch, story, figures, report };
}

/** Writes the report beside the batch. */
export function writeReport(folder: string, report: string): string {
  const path = join(folder, REPORT_FILE);
  writeFileSync(path, report);
  return path;
}

/** Digest and amount of some rows of the manifest, which proves to be that of the root on the way. */
function excepted(
  { folder, summary }: LocalBatch,
  indices: ReadonlySet<number>,
): Map<number, { readonly rowDigest: string; readonly amount: string }> {
  const rows = new Map<number, { readonly rowDigest: string; readonly amount: string }>();
  walkBatch(folder, summary, ({ index, rowDigest, amount }) => {
    if (indices.has(index)) rows.set(index, { rowDigest: toHex(rowDigest), amount: amount.toString() });
  });
  return rows;
}
