import { expect } from "chai";

import type { ChainBatch } from "#lib/batch/chain-batch";
import { booksOf, requireSameBooks, requireSameRows, residualOf } from "#lib/batch/reconcile";
import type { RegisterEvent } from "#lib/program/register-story";

import { expectCode } from "#support/expect-code";
import { reference } from "#support/payout";

const event = (name: string, args: object): RegisterEvent => ({
  name,
  args: args as Record<string, unknown>,
  blockNumber: 1,
  logIndex: 0,
  transactionHash: "0x",
});
const paid = (name: string, amount: string, rows: string): RegisterEvent =>
  event("BatchSettled", { settlementReference: reference(name), amount, rows });
const raised = (index: string, kind: string, amount: string): RegisterEvent =>
  event("ExceptionRaised", { index, kind, amount, rowDigest: reference(`row ${index}`) });
const resolved = (index: string, outcome: string): RegisterEvent => event("ExceptionResolved", { index, outcome });

/** Kinds: 1 undelivered, 2 objection, 3 paid in error. Outcomes: 3 upheld, 4 dismissed. */
const STORY: readonly RegisterEvent[] = [
  event("BatchSubmitted", {}),
  event("BatchAuthorised", {}),
  paid("a", "100", "2"),
  paid("b", "50", "1"),
  event("SettlementReversed", { settlementReference: reference("b") }),
  raised("1", "1", "30"),
  resolved("1", "3"),
  raised("2", "2", "40"),
  resolved("2", "4"),
  raised("3", "3", "60"),
  event("FindingWithdrawn", { index: "3" }),
  raised("5", "3", "70"),
  resolved("5", "3"),
  raised("4", "1", "20"),
  event("ExceptionDisputed", { index: "4" }),
];

const LEDGER = { settled: 100n, settledRows: 2, setAside: 50n, rowsSetAside: 2, openExceptions: 1 } as ChainBatch;

describe("the reconciliation of a batch", () => {
  const books = booksOf(STORY);

  it("adds up payments that stand, and rows that are not paid", () => {
    expect(books.settled).to.deep.equal({ rows: 2, amount: "100" });
    expect(books.exceptions).to.deep.equal({ rows: 2, amount: "50" });
    expect(books.open).to.equal(1);
    expect(books.cases.map(({ index, status }) => [index, status])).to.deep.equal([
      [1, "Upheld"],
      [2, "Dismissed"],
      [3, "Withdrawn"],
      [4, "Disputed"],
      [5, "Upheld"],
    ]);
    expect(residualOf(books, 200n)).to.equal(50n);
  });

  it("agrees with a ledger that counted the same", () => {
    expect(() => {
      requireSameBooks(books, LEDGER);
    }).not.to.throw();
  });

  for (const [figure, off] of [
    ["settled amount", { settled: 101n }],
    ["settled amount", { settled: 99n }],
    ["settled rows", { settledRows: 3 }],
    ["amount set aside", { setAside: 49n }],
    ["rows set aside", { rowsSetAside: 1 }],
    ["open exceptions", { openExceptions: 0 }],
  ] as const) {
    it(`refuses ${JSON.stringify(off, (_key, value: unknown) => String(value))}, off by one, and names the ${figure}`, async () => {
      const { details } = await expectCode(() => {
        requireSameBooks(books, { ...LEDGER, ...off });
      }, "conflict/reconciliation");
      expect(details).to.have.property("figure", figure);
    });
  }

  it("refuses a row that the manifest has otherwise, by one unit or by its digest", async () => {
    const rows = new Map(books.cases.map(({ index, rowDigest, amount }) => [index, { rowDigest, amount }]));
    requireSameRows(books, rows);
    for (const [index, other] of [
      [1, { amount: "31", rowDigest: reference("row 1") }],
      [4, { amount: "20", rowDigest: reference("row 5") }],
    ] as const) {
      await expectCode(() => {
        requireSameRows(books, new Map(rows).set(index, other));
      }, "conflict/reconciliation");
    }
  });
});
