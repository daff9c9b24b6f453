import type { ChainBatch } from "#lib/batch/chain-batch";
import type { BatchBooks } from "#lib/batch/reconcile";

/** One screen: the batch as the ledger has it, and payments and exceptions as the events have them. */
export function renderBatch(program: string, batch: ChainBatch, { payments, cases }: BatchBooks): string[] {
  const outstanding = batch.total - batch.settled - batch.setAside;
  return [
    `${batch.id} of ${program}, period ${batch.period}: ${batch.status}`,
    `root        ${batch.root}`,
    `manifest    ${batch.manifestDigest} (SHA-256), rules version ${batch.ruleSetVersion}`,
    `submitted   by ${batch.submitter}, entity ${batch.distributor}`,
    `authorised  ${batch.count} rows, ${batch.total}`,
    `settled     ${batch.settledRows} rows, ${batch.settled}`,
    `set aside   ${batch.rowsSetAside} rows, ${batch.setAside}; ${batch.openExceptions} exceptions open`,
    `outstanding ${Math.max(0, batch.count - batch.settledRows - batch.rowsSetAside)} rows, ${outstanding}`,
    ...payments.map(
      ({ reference, amount, rows, reversed }) =>
        `payment     ${reference}  ${amount} for ${rows} rows${reversed ? ", reversed" : ""}`,
    ),
    ...cases.map(({ index, kind, status, amount }) => `row ${index}  ${kind}, ${status}: ${amount}`),
  ];
}
