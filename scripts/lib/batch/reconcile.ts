import type { ChainBatch } from "#lib/batch/chain-batch";
import { exceptionKinds, exceptionStatuses, type ExceptionKind, type ExceptionStatus } from "#lib/batch/chain-batch";
import { SuiteError } from "#lib/errors/suite-error";
import type { RegisterEvent } from "#lib/program/register-story";

/** A row about which an exception was raised, as its events have it. */
export interface RowCase {
  readonly index: number;
  readonly rowDigest: string;
  readonly amount: string;
  readonly kind: ExceptionKind;
  readonly status: ExceptionStatus;
}

/** A payment, as its events have it. */
export interface Payment {
  readonly reference: string;
  readonly amount: string;
  readonly rows: number;
  readonly reversed: boolean;
}

/** What the events of a batch add up to. Amounts are decimal strings in the smallest unit. */
export interface BatchBooks {
  readonly payments: readonly Payment[];
  readonly cases: readonly RowCase[];
  readonly settled: { readonly rows: number; readonly amount: string };
  /** Exceptions that are open or were upheld, of rows that are not paid. */
  readonly exceptions: { readonly rows: number; readonly amount: string };
  readonly open: number;
}

const OPEN: readonly ExceptionStatus[] = ["Raised", "Disputed"];
const ASIDE: readonly ExceptionStatus[] = [...OPEN, "Upheld"];

/** Adds up what happened to a batch, from its events and from nothing else. */
export function booksOf(story: readonly RegisterEvent[]): BatchBooks {
  const payments = new Map<string, Payment>();
  const cases = new Map<number, RowCase>();
  for (const { name, args } of story) {
    const index = Number(args["index"]);
    const known = cases.get(index);
    const reference = String(args["settlementReference"]);
    const paid = payments.get(reference);
    if (name === "BatchSettled") {
      payments.set(reference, {
        reference,
        amount: String(args["amount"]),
        rows: Number(args["rows"]),
        reversed: false,
      });
    } else if (name === "SettlementReversed" && paid !== undefined) {
      payments.set(reference, { ...paid, reversed: true });
    } else if (name === "ExceptionRaised") {
      const kind = exceptionKinds[Number(args["kind"])] ?? "None";
      const { rowDigest, amount } = args;
      cases.set(index, { index, rowDigest: String(rowDigest), amount: String(amount), kind, status: "Raised" });
    } else if (known !== undefined) {
      const status = statusAfter(name, args);
      if (status !== undefined) cases.set(index, { ...known, status });
    }
  }
  const standing = [...payments.values()].filter(({ reversed }) => !reversed);
  const aside = [...cases.values()].filter(({ kind, status }) => kind !== "PaidInError" && ASIDE.includes(status));
  return {
    payments: [...payments.values()],
    cases: [...cases.values()].sort((a, b) => a.index - b.index),
    settled: { rows: standing.reduce((sum, { rows }) => sum + rows, 0), amount: sumOf(standing) },
    exceptions: { rows: aside.length, amount: sumOf(aside) },
    open: [...cases.values()].filter(({ status }) => OPEN.includes(status)).length,
  };
}

/**
 * Refuses books that differ from what the ledger itself counted, by as little as one.
 *
 * @throws SuiteError `conflict/reconciliation`, naming the figure and both values.
 */
export function requireSameBooks(books: BatchBooks, batch: ChainBatch): void {
  for (const [figure, events, ledger] of [
    ["settled amount", books.settled.amount, batch.settled],
    ["settled rows", books.settled.rows, batch.settledRows],
    ["amount set aside", books.exceptions.amount, batch.setAside],
    ["rows set aside", books.exceptions.rows, batch.rowsSetAside],
    ["open exceptions", books.open, batch.openExceptions],
  ] as const) {
    if (String(events) !== String(ledger)) throw differs(figure, "the events", events, "the ledger", ledger);
  }
}

/**
 * Refuses an exception about a row that the manifest has otherwise.
 *
 * @param rows Digest and amount of the rows, from the manifest.
 * @throws SuiteError `conflict/reconciliation`.
 */
export function requireSameRows(
  { cases }: BatchBooks,
  rows: ReadonlyMap<number, { readonly rowDigest: string; readonly amount: string }>,
): void {
  for (const { index, rowDigest, amount } of cases) {
    const row = rows.get(index);
    if (row?.amount !== amount)
      throw differs(`amount of row ${index}`, "the chain", amount, "the manifest", row?.amount);
    if (row.rowDigest !== rowDigest) {
      throw differs(`digest of row ${index}`, "the chain", rowDigest, "the manifest", row.rowDigest);
    }
  }
}

/** What was neither settled nor set aside. */
export function residualOf({ settled, exceptions }: BatchBooks, total: bigint): bigint {
  return total - BigInt(settled.amount) - BigInt(exceptions.amount);
}

function statusAfter(name: string, args: RegisterEvent["args"]): ExceptionStatus | undefined {
  switch (name) {
    case "ExceptionDisputed":
      return "Disputed";
    case "ExceptionResolved":
      return exceptionStatuses[Number(args["outcome"])];
    case "FindingWithdrawn":
      return "Withdrawn";
    default:
      return undefined;
  }
}

function sumOf(parts: readonly { readonly amount: string }[]): string {
  return parts.reduce((sum, { amount }) => sum + BigInt(amount), 0n).toString();
}

function differs(figure: string, one: string, first: unknown, other: string, second: unknown): SuiteError {
  return new SuiteError({
    code: "conflict/reconciliation",
    message: `The ${figure} is ${String(first)} by ${one} and ${String(second)} by ${other}.`,
    hint: "Nothing was recorded. Ask another node; then find out which of the two is wrong.",
    details: { figure, first: String(first), second: String(second) },
  });
}
