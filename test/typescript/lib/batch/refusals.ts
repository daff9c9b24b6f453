import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

import { expect } from "chai";
import { id as keccak } from "ethers";

import { buildBatch } from "#lib/batch/build-batch";
import type { PayoutRow } from "#lib/batch/payout-file";
import type { Refusal } from "#lib/batch/refusals";

import { expectCode } from "#support/expect-code";
import { csvOf, IDENTIFIER_MARK, orderFor, payoutRow, payoutRows, type Payout } from "#support/payout";

/** All refusals of a file, which makes no batch and leaves nothing but the list of them. */
async function refusalsOf(rows: readonly PayoutRow[], given: Payout = {}): Promise<Refusal[]> {
  const order = orderFor(rows, given);
  const { details } = await expectCode(buildBatch(order), "refused/payout-file");
  expect(readdirSync(dirname(order.folder))).to.deep.equal(["first.refused.ndjson"]);
  const text = readFileSync(`${order.folder}.refused.ndjson`, "utf8");
  expect(text + JSON.stringify(details, (_key, value: unknown) => String(value))).not.to.include(IDENTIFIER_MARK);
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Refusal);
}

const good = payoutRows(3);
const zero = `0x${"0".repeat(64)}`;
const bare = (text: string): string => `0x${createHash("sha256").update(text).digest("hex")}`;
const { id } = payoutRow(9);

/** What is wrong with the row in line 5; control totals are those of the rows that are right. */
const WRONG_ROWS: readonly (readonly [string, Partial<PayoutRow>, Omit<Refusal, "line">])[] = [
  ["an empty identifier", { id: "" }, { reason: "identifier-form", field: "id" }],
  ["an identifier that is too short", { id: `${IDENTIFIER_MARK}1` }, { reason: "identifier-form", field: "id" }],
  ["an identifier with a blank", { id: ` ${id.slice(1)}` }, { reason: "identifier-form", field: "id" }],
  ["an identifier in other digits", { id: id.replace("7", "٧") }, { reason: "identifier-form", field: "id" }],
  ["no proof of identity", { identityProof: "" }, { reason: "reference-form", field: "identityProof" }],
  ["a proof that is zero", { eligibilityProof: zero }, { reason: "reference-form", field: "eligibilityProof" }],
  ["an identifier as proof", { identityProof: id }, { reason: "reference-form", field: "identityProof" }],
  [
    "its SHA-256 as proof",
    { identityProof: bare(id) },
    { reason: "reference-reveals-identifier", field: "identityProof" },
  ],
  [
    "its keccak256 as proof",
    { eligibilityProof: keccak(id) },
    { reason: "reference-reveals-identifier", field: "eligibilityProof" },
  ],
  ["an amount of zero", { amount: "0" }, { reason: "amount-form", field: "amount" }],
  ["a negative amount", { amount: "-5" }, { reason: "amount-form", field: "amount" }],
  ["a fraction", { amount: "10.5" }, { reason: "amount-form", field: "amount" }],
  ["an exponent", { amount: "1e3" }, { reason: "amount-form", field: "amount" }],
  ["a leading zero", { amount: "010" }, { reason: "amount-form", field: "amount" }],
  ["no amount", { amount: "" }, { reason: "amount-form", field: "amount" }],
  ["an amount beyond 128 bits", { amount: String(2n ** 128n) }, { reason: "amount-form", field: "amount" }],
  ["more than a row may have", { amount: "25001" }, { reason: "over-row-maximum", field: "amount" }],
];

describe("a payout file is refused", () => {
  for (const [what, wrong, refusal] of WRONG_ROWS) {
    it(`for ${what}, in its line`, async () => {
      const rows = [...good, payoutRow(9, wrong), payoutRow(10)];
      const total = good.reduce((sum, { amount }) => sum + BigInt(amount), BigInt(payoutRow(10).amount));
      const found = await refusalsOf(rows, { control: { rows: 4, total } });
      expect(found).to.deep.equal([{ line: 5, ...refusal }]);
    });
  }

  it("for rows that are none, each in its line", async () => {
    const [first, second, third] = csvOf(good).split("\n").slice(1);
    const text = `${csvOf([])}${first ?? ""}\n${id},5\n\n${second ?? ""},extra\n${id}"x,1,2,3\n${third ?? ""}\n`;
    const refusals = await refusalsOf(good, { text });
    expect(refusals.filter(({ reason }) => reason === "malformed").map(({ line }) => line)).to.deep.equal([3, 4, 5, 6]);
    expect(refusals.at(-2)).to.include({ reason: "rows-differ-from-control", found: "2", allowed: "3" });
  });

  it("for lines that are no JSON rows, each in its line", async () => {
    const lines = [
      JSON.stringify(good[0]),
      `{"id":"${id}",`,
      JSON.stringify({ ...good[1], name: id }),
      JSON.stringify({ ...good[1], amount: 5 }),
      `{"id":"${id}",${JSON.stringify(good[1]).slice(1)}`,
      "[]",
      "null",
      "",
      `"${id.repeat(1000)}"`,
      JSON.stringify(good[2]),
    ];
    const refusals = await refusalsOf(good, { text: lines.join("\n"), file: "payout.ndjson" });
    const malformed = refusals.filter(({ reason }) => reason === "malformed").map(({ line }) => line);
    expect(malformed).to.deep.equal([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it("for people who are in it twice, by identifier or by proof of identity", async () => {
    const proof = payoutRow(20).identityProof;
    const rows = [
      ...good,
      payoutRow(1, { identityProof: proof }),
      payoutRow(1, { identityProof: payoutRow(21).identityProof }),
      payoutRow(22, { identityProof: proof }),
    ];
    expect(await refusalsOf(rows)).to.deep.equal([
      { line: 5, reason: "repeated-beneficiary", repeats: 3 },
      { line: 6, reason: "repeated-beneficiary", repeats: 3 },
      { line: 7, reason: "repeated-identity-proof", repeats: 5 },
    ]);
  });

  it("for totals that are not those declared", async () => {
    expect(await refusalsOf(good, { control: { rows: 4, total: 3002n } })).to.deep.equal([
      { line: null, reason: "rows-differ-from-control", found: "3", allowed: "4" },
      { line: null, reason: "total-differs-from-control", found: "3003", allowed: "3002" },
    ]);
  });

  it("with all refusals in the file and the first twenty on the screen", async () => {
    const rows = payoutRows(50).map((row) => ({ ...row, amount: "-1" }));
    const order = orderFor(rows, { control: { rows: 50, total: 1n } });
    const { details } = await expectCode(buildBatch(order), "refused/payout-file");
    expect(details["first"]).to.have.length(20);
    expect(details["counts"]).to.deep.equal({
      "amount-form": 50,
      "rows-differ-from-control": 1,
      "total-differs-from-control": 1,
    });
    expect(readFileSync(`${order.folder}.refused.ndjson`, "utf8").split("\n")).to.have.length(53);
  });

  it("and the list goes when the file is right", async () => {
    const order = orderFor(good, { control: { rows: 1, total: 1n } });
    await expectCode(buildBatch(order), "refused/payout-file");
    await buildBatch(orderFor(good, { folder: order.folder }));
    expect(existsSync(`${order.folder}.refused.ndjson`)).to.equal(false);
  });
});

describe("a file is no payout file", () => {
  for (const [what, code, text] of [
    ["with a column that nobody needs", "input/payout-columns", csvOf(good).replaceAll("\n", ",x\n")],
    ["without the names of its columns", "input/payout-columns", csvOf(good).split("\n").slice(1).join("\n")],
    ["when it is empty", "input/payout-columns", ""],
    [
      "with a quote that is not closed",
      "input/payout-quote",
      `${csvOf(good)}"${IDENTIFIER_MARK}\n${csvOf(payoutRows(60, 100))}`,
    ],
    ["with a broken first line", "input/payout-quote", `i"d,${IDENTIFIER_MARK}\n${csvOf(good)}`],
  ] as const) {
    it(`${what}; and the error does not quote it`, async () => {
      const order = orderFor(good, { text });
      const error = await expectCode(buildBatch(order), code);
      expect(`${error.message}${error.hint}${JSON.stringify(error.details)}${error.stack ?? ""}`).not.to.include(
        IDENTIFIER_MARK,
      );
      expect(error.cause).to.equal(undefined);
      expect(readdirSync(dirname(order.folder))).to.deep.equal([]);
    });
  }

  it("by another name", async () => {
    await expectCode(buildBatch(orderFor(good, { file: "payout.xlsx" })), "input/payout-format");
  });
});
