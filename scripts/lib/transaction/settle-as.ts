import type { Journal, PreparedTransaction, SettledTransaction } from "#lib/journal/journal";

/** Notes what became of a prepared transaction. */
export function settleAs(
  journal: Journal,
  { key, hash }: PreparedTransaction,
  outcome: SettledTransaction["outcome"],
  blockNumber: number | null,
): void {
  journal.append({ kind: "settled", key, hash, outcome, blockNumber, at: new Date().toISOString() });
}
