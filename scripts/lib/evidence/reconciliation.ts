import type { MetricsSnapshot } from "#lib/bridge/snapshot-format";
import type { BatchLine, ExceptionLine } from "#lib/evidence/distribution-format";
import type { Reconciliation } from "#lib/evidence/reconciliation-format";
import type { RegisterViews } from "#lib/evidence/register-history";

type Parts = Omit<Reconciliation["batches"][number], "batchId" | "programId" | "reconciled" | "open">;

/**
 * Adds up every batch and programme from their events, and takes the gateway's books at the anchor.
 *
 * @param books Undefined where the evidence has no gateway.
 */
export function reconcile(registers: RegisterViews, books: MetricsSnapshot | undefined): Reconciliation {
  const setAside = setAsideBy(registers.exceptions);
  return {
    schema: "sign.evidence.reconciliation.v1",
    programs: registers.programs.map(({ programId, budgets, volume }) => {
      const { batches, authorised, settled, exceptions, residual } = volume;
      const parts = balanced({ authorised, settled, exceptions, residual });
      return { programId, budget: budgets.at(-1)?.budget ?? "0", batches, ...parts };
    }),
    batches: registers.batches
      .filter(({ status }) => status === "Authorised" || status === "Reconciled")
      .map((batch) => ({
        batchId: batch.batchId,
        programId: batch.programId,
        reconciled: batch.reconciliation !== null,
        ...balanced(partsOf(batch, setAside)),
      })),
    bridge: books === undefined ? null : booksOf(books),
  };
}

/** What was reconciled says itself what it came to; what was not, what its events sum up to so far. */
function partsOf({ batchId, terms, settled, reconciliation }: BatchLine, setAside: ReadonlyMap<string, bigint>): Parts {
  const open = { settled, exceptions: String(setAside.get(batchId) ?? 0n), residual: "0" };
  const { settled: paid, exceptions, residual } = reconciliation ?? open;
  return { authorised: terms.total, settled: paid, exceptions, residual };
}

function balanced(parts: Parts): Parts & { readonly open: string } {
  const { authorised, settled, exceptions, residual } = parts;
  const open = BigInt(authorised) - BigInt(settled) - BigInt(exceptions) - BigInt(residual);
  return { ...parts, open: String(open) };
}

/** By batch, what exceptions hold back. One about a row that was paid in error holds back nothing. */
function setAsideBy(exceptions: readonly ExceptionLine[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { batchId, kind, status, amount } of exceptions) {
    if (kind === "PaidInError" || status === "Dismissed" || status === "Withdrawn") continue;
    sums.set(batchId, (sums.get(batchId) ?? 0n) + BigInt(amount));
  }
  return sums;
}

function booksOf({ block, volumes, position, reserve, conservationHolds }: MetricsSnapshot): Reconciliation["bridge"] {
  return { block, volumes, position, reserve, conservationHolds };
}
