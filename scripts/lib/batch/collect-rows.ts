import { rowCheck } from "#lib/batch/check-row";
import { DuplicateFinder } from "#lib/batch/duplicates";
import { KeyColumn, MAX_ROWS } from "#lib/batch/key-column";
import { type PayoutFormat, readPayoutFile } from "#lib/batch/payout-file";
import { pseudonymOf } from "#lib/batch/pseudonym";
import type { RefusalLog } from "#lib/batch/refusals";
import { RandomSource } from "#lib/batch/random-source";
import { RowStore } from "#lib/batch/row-store";
import type { StartProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";
import type { RuleSet } from "#lib/program/rule-set";

/** The rows of a payout file that passed by themselves. */
export interface CollectedRows {
  readonly rows: RowStore;
  readonly total: bigint;
  readonly duplicates: DuplicateFinder;
  /** Numbers of the rows in the order in which they become leaves. */
  readonly order: KeyColumn;
}

export interface RowSource {
  readonly payout: { readonly path: string; readonly format: PayoutFormat; readonly size: number };
  readonly ruleSet: RuleSet;
  /** From `pseudonymKey`. */
  readonly key: Uint8Array;
  readonly progress: StartProgress;
}

/**
 * Reads a payout file once: checks every row, replaces its identifier by a pseudonym and puts it on the disk. Identifiers end
 * here. Leaves are in random order: payout files tend to be sorted, and then an index would say between whom somebody stands.
 *
 * @param storePath File for the rows.
 * @throws SuiteError those of `readPayoutFile`, `refused/too-many-rows`.
 */
export async function collectRows(
  { payout, ruleSet, key, progress }: RowSource,
  storePath: string,
  refusals: RefusalLog,
): Promise<CollectedRows> {
  const check = rowCheck(ruleSet);
  const bar = progress("checking rows", payout.size);
  const rows = new RowStore(storePath);
  const duplicates = new DuplicateFinder(rows, refusals);
  const order = new KeyColumn();
  const random = new RandomSource();
  let total = 0n;
  await readPayoutFile(payout.path, payout.format, {
    row: (line, cells) => {
      const checked = check(cells);
      if ("reason" in checked) {
        refusals.add({ line, ...checked });
        return;
      }
      if (rows.count === MAX_ROWS) throw tooManyRows(payout.path);
      const { identifier, ...values } = checked;
      const row = { ...values, line, pseudonym: pseudonymOf(key, ruleSet.beneficiary.scheme, identifier) };
      rows.append(row);
      duplicates.append(row);
      order.append(random.next(8));
      total += row.amount;
    },
    malformed: (line) => {
      refusals.add({ line, reason: "malformed" });
    },
    progress: bar.at,
  });
  bar.end();
  rows.seal();
  duplicates.findRepeated();
  return { rows, total, duplicates, order };
}

function tooManyRows(path: string): SuiteError {
  return new SuiteError({
    code: "refused/too-many-rows",
    message: `${path} has more than ${MAX_ROWS} rows.`,
    hint: "Split it into several batches of the same period.",
    details: { path, maximum: MAX_ROWS },
  });
}
