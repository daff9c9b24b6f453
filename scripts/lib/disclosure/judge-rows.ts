import { type DisclosedRow, whyNotInBatch } from "#lib/batch/disclosure";
import { proofLength } from "#lib/batch/merkle-stream";
import { type DisclosureSubject, selectedRows } from "#lib/disclosure/describe-disclosure";
import type { Selection } from "#lib/disclosure/disclosure-format";
import type { BatchLine } from "#lib/evidence/distribution-format";
import { firstOf } from "#lib/evidence/first-of";
import type { ClaimLedger } from "#lib/evidence/report";
import { parseLabel } from "#lib/input/parse-label";

/** That each row is in the batch, and that they are those that were selected: none left out, none in another's place. */
export function judgeRows(
  rows: readonly DisclosedRow[],
  subject: DisclosureSubject,
  selection: Selection,
  ledger: ClaimLedger,
): void {
  const wrong = rows.filter((row) => {
    const reason = whyNotProven(row, subject.batch);
    if (reason !== null) ledger.fail("row", `row ${row.index}: ${reason}`);
    return reason !== null;
  });
  const shredded = rows.filter(({ schema }) => schema === "sign.batch-row-shredded.v1");
  for (const { index } of shredded) {
    ledger.fail(
      "row",
      `row ${index}: its salt is said to be destroyed; only its place and amount hold`,
      {},
      "UNPROVEN",
    );
  }
  const open = rows.length - shredded.length;
  if (wrong.length === 0 && open > 0) ledger.prove("row", `${open} rows are in the batch, with these fields`);
  judgePlaces(rows, selectedRows(subject, selection), by(subject, selection), ledger);
}

function judgePlaces(
  rows: readonly DisclosedRow[],
  selected: readonly number[],
  { claim, words }: { readonly claim: string; readonly words: string },
  ledger: ClaimLedger,
): void {
  const found = rows.map(({ index }) => index);
  const missing = selected.filter((index) => !found.includes(index));
  const strange = found.filter((index) => !selected.includes(index));
  for (const index of missing) ledger.fail(claim, `row ${index}, which ${words}, is missing`);
  for (const index of strange) ledger.fail(claim, `row ${index} is none that ${words}`);
  if (missing.length + strange.length > 0) return;
  if (found.join() !== selected.join()) ledger.fail(claim, "rows are not in order, each once");
  else ledger.prove(claim, `all rows that ${words}: ${found.join(", ")}`);
}

function by({ anchor }: DisclosureSubject, selection: Selection): { claim: string; words: string } {
  return selection.kind === "row"
    ? { claim: "row", words: "was disclosed" }
    : { claim: "sample", words: `block ${anchor.blockNumber} draws` };
}

function whyNotProven(row: DisclosedRow, { programId, terms }: BatchLine): string | null {
  const length = row.index < terms.count ? proofLength(terms.count, row.index) : -1;
  return firstOf(
    row.programId === programId && isLabelOf(row.program, programId) ? null : "names another programme",
    row.period === terms.period ? null : "names another period",
    length < 0 ? `the batch has ${terms.count} rows` : null,
    row.proof.length === length ? null : `its proof has ${row.proof.length} nodes instead of ${length}`,
    whyNotInBatch(row, terms.root),
  );
}

function isLabelOf(label: string, programId: string): boolean {
  try {
    return parseLabel(label).id === programId;
  } catch {
    return false;
  }
}
