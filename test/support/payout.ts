import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { BatchSummary } from "#lib/batch/batch-file";
import { buildBatch, type BatchOrder } from "#lib/batch/build-batch";
import { COLUMNS, type PayoutRow } from "#lib/batch/payout-file";
import { silentProgress } from "#lib/console/progress";
import { readRuleSet, ruleSetDigest, type KnownRuleSet, type RuleSet } from "#lib/program/rule-set";

import { temporaryFolder } from "#support/temporary-folder";

/** What no output may contain: identifiers of the rows begin like this, and nothing else of the tests does. */
export const IDENTIFIER_MARK = "74108529";

export const SECRET = Buffer.from("5f".repeat(31) + "01", "hex");

export const RULES_FILE = "docs/templates/program/rule-set.json";

/** A row of a payout file; the number makes its identifier and its proofs. */
export function payoutRow(number: number, given: Partial<PayoutRow> = {}): PayoutRow {
  return {
    id: `${IDENTIFIER_MARK}${String(number).padStart(3, "0")}`,
    amount: String(1000 + number),
    identityProof: reference(`identity ${number}`),
    eligibilityProof: reference(`eligibility ${number}`),
    ...given,
  };
}

export function payoutRows(count: number, from = 0): PayoutRow[] {
  return Array.from({ length: count }, (_, index) => payoutRow(from + index));
}

export function reference(text: string): string {
  return `0x${createHash("sha256").update(text).digest("hex")}`;
}

export function csvOf(rows: readonly PayoutRow[]): string {
  return `${[COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))].map((cells) => cells.join(",")).join("\n")}\n`;
}

export function totalOf(rows: readonly PayoutRow[]): bigint {
  return rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}

/** The rule set of the templates, with other values. */
export function rulesWith(change: (ruleSet: RuleSet) => object = () => ({})): KnownRuleSet {
  const { ruleSet } = readRuleSet(RULES_FILE);
  const changed = { ...ruleSet, ...change(ruleSet) };
  return { ruleSet: changed, digest: ruleSetDigest(changed) };
}

/** What a test builds, and where. */
export type Payout = Partial<Omit<BatchOrder, "payout">> & {
  readonly text?: string;
  readonly file?: string;
};

/** Writes rows into a payout file and orders a batch of them. */
export function orderFor(rows: readonly PayoutRow[], { text, file = "payout.csv", ...given }: Payout = {}): BatchOrder {
  const folder = given.folder ?? join(temporaryFolder(), "period", "first");
  const payout = join(dirname(dirname(folder)), file);
  mkdirSync(dirname(payout), { recursive: true });
  writeFileSync(payout, text ?? csvOf(rows));
  return {
    payout,
    rules: rulesWith(),
    period: 3,
    control: given.control ?? { rows: rows.length, total: totalOf(rows) },
    secret: SECRET,
    progress: silentProgress,
    ...given,
    folder,
  };
}

/** Builds a batch of rows. */
export async function build(
  rows: readonly PayoutRow[],
  given: Payout = {},
): Promise<{ readonly folder: string; readonly summary: BatchSummary }> {
  const order = orderFor(rows, given);
  return { folder: order.folder, summary: await buildBatch(order) };
}
