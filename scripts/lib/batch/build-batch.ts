import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { BATCH_FILE, batchText, type BatchSummary } from "#lib/batch/batch-file";
import { collectRows, type CollectedRows } from "#lib/batch/collect-rows";
import { earlierBatches, requireSameBeside, type EarlierBatch } from "#lib/batch/earlier-batches";
import { readManifest } from "#lib/batch/manifest";
import { formatOf, payoutSize } from "#lib/batch/payout-file";
import { pseudonymKey } from "#lib/batch/pseudonym";
import { RefusalLog } from "#lib/batch/refusals";
import { fromHex } from "#lib/batch/row";
import { sealRows } from "#lib/batch/seal-batch";
import { openStaging } from "#lib/batch/staging";
import type { StartProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";
import { parseLabel } from "#lib/input/parse-label";
import type { KnownRuleSet } from "#lib/program/rule-set";

/** Sums that whoever made the payout file gives beside it. */
export interface ControlTotals {
  readonly rows: number;
  /** In the smallest unit of the currency. */
  readonly total: bigint;
}

export interface BatchOrder {
  /** File with national identifiers; see `readPayoutFile`. */
  readonly payout: string;
  readonly rules: KnownRuleSet;
  readonly period: number;
  readonly control: ControlTotals;
  /** What pseudonyms are made with. */
  readonly secret: Uint8Array;
  /** The batch that comes to be; those of the same programme and period lie beside it. */
  readonly folder: string;
  readonly progress: StartProgress;
}

/**
 * Makes a batch of a payout file: pseudonyms, salts, manifest, Merkle tree, summary. All rows are right, or there is no batch.
 *
 * Memory grows by 24 bytes a row; the rest is on the disk. After a kill the same call begins anew.
 *
 * @throws SuiteError `refused/payout-file` with every refusal in a file, `refused/batch-exists`, `conflict/…`.
 */
export async function buildBatch(order: BatchOrder): Promise<BatchSummary> {
  const { rules, period, folder, progress } = order;
  const { program, version } = rules.ruleSet;
  const { id: programId } = parseLabel(program, "program");
  const scope = { programId: fromHex(programId), period };
  const format = formatOf(order.payout);
  const size = payoutSize(order.payout);
  const staging = openStaging(folder);
  try {
    const refusals = new RefusalLog(`${folder}.refused.ndjson`);
    const payout = { path: order.payout, format, size };
    const source = { payout, ruleSet: rules.ruleSet, key: pseudonymKey(order.secret, scope), progress };
    const collected = await collectRows(source, join(staging.work, "rows.bin"), refusals);
    const earlier = earlierBatches(folder, { programId, period });
    compare(collected, earlier);
    checkSums(collected, earlier, order, refusals);
    refusals.finish();
    if (refusals.total > 0) throw refused(order.payout, collected, refusals);
    const sealed = sealRows(staging.batch, collected, scope, progress);
    collected.rows.close();
    const summary: BatchSummary = {
      schema: "sign.batch.v1",
      program,
      programId,
      period,
      ruleSet: { version, digest: rules.digest },
      count: collected.rows.count,
      total: collected.total.toString(),
      ...sealed,
    };
    writeFileSync(join(staging.batch, BATCH_FILE), batchText(summary), { flush: true });
    requireSameBeside(folder, earlier);
    staging.publish();
    return summary;
  } finally {
    staging.discard();
  }
}

function compare({ duplicates }: CollectedRows, earlier: readonly EarlierBatch[]): void {
  for (const { name, folder, summary } of earlier) {
    readManifest(folder, summary, (row) => {
      duplicates.findEarlier(name, row);
    });
  }
}

function checkSums(
  { rows, total }: CollectedRows,
  earlier: readonly EarlierBatch[],
  { control, rules }: BatchOrder,
  refusals: RefusalLog,
): void {
  const { period } = rules.ruleSet.caps;
  const periodRows = earlier.reduce((sum, { summary }) => sum + summary.count, rows.count);
  const periodTotal = earlier.reduce((sum, { summary }) => sum + BigInt(summary.total), total);
  const sums = [
    { reason: "rows-differ-from-control", found: rows.count, allowed: control.rows, fits: rows.count === control.rows },
    { reason: "total-differs-from-control", found: total, allowed: control.total, fits: total === control.total },
    { reason: "over-period-rows", found: periodRows, allowed: period.rows, fits: periodRows <= period.rows },
    {
      reason: "over-period-amount",
      found: periodTotal,
      allowed: period.amount,
      fits: periodTotal <= BigInt(period.amount),
    },
  ] as const;
  for (const { reason, found, allowed, fits } of sums) {
    if (!fits) refusals.add({ line: null, reason, found: String(found), allowed: String(allowed) });
  }
}

function refused(
  payout: string,
  { rows, total }: CollectedRows,
  { total: count, counts, first, path }: RefusalLog,
): SuiteError {
  const reasons = Object.entries(counts).map(([reason, number]) => `${number} × ${reason}`);
  return new SuiteError({
    code: "refused/payout-file",
    message: `${payout} is refused: ${reasons.join(", ")}. No batch was made.`,
    hint: `All ${count} refusals are in ${path}, by line and without what the lines say. Correct the file at its source.`,
    details: { refusals: count, counts, first, file: path, wellFormed: { rows: rows.count, amount: total } },
  });
}
