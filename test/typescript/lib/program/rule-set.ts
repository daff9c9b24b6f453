import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { readRuleSet, ruleSetDigest, type RuleSet } from "#lib/program/rule-set";
import { difference, renderDifference } from "#lib/program/rule-set-difference";

import { expectCode } from "#support/expect-code";
import { RULES_FILE } from "#support/payout";
import { temporaryFolder } from "#support/temporary-folder";

const written = JSON.parse(readFileSync(RULES_FILE, "utf8")) as RuleSet;

function fileOf(value: unknown, indent?: number): string {
  const path = join(temporaryFolder(), "rules.json");
  writeFileSync(path, JSON.stringify(value, null, indent));
  return path;
}

describe("a rule set", () => {
  it("has one digest, however its file is laid out", () => {
    const reversed = Object.fromEntries(Object.entries(written).reverse());
    const { digest } = readRuleSet(RULES_FILE);
    expect(digest).to.match(/^0x[0-9a-f]{64}$/);
    expect(readRuleSet(fileOf(reversed, 7)).digest).to.equal(digest);
    expect(ruleSetDigest({ ...written, version: 2 })).not.to.equal(digest);
  });

  const [residence] = written.eligibility;
  const period = written.caps.period;
  for (const [what, bad] of [
    ["a field that nobody reads", { note: "x" }],
    ["no criterion", { eligibility: [] }],
    ["a criterion twice", { eligibility: [residence, residence] }],
    ["a row maximum of zero", { caps: { rowMaximum: "0", period } }],
    ["an amount as a number", { caps: { rowMaximum: 5, period } }],
    ["an amount beyond 128 bits", { caps: { rowMaximum: String(2n ** 128n), period } }],
    ["a row that exceeds its period", { caps: { rowMaximum: "11", period: { rows: 1, amount: "10" } } }],
    ["version 0", { version: 0 }],
    ["a period of an hour", { schedule: { ...written.schedule, periodLength: 3600 } }],
    ["a time without its zone", { schedule: { ...written.schedule, startsAt: "2026-12-01T00:00:00" } }],
    ["identifiers of three digits", { beneficiary: { ...written.beneficiary, minLength: 3 } }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await expectCode(() => readRuleSet(fileOf({ ...written, ...bad })), "input/schema");
    });
  }
});

describe("the difference between two rule sets", () => {
  it("is empty for the same rules in another order", () => {
    expect(difference(written, { ...written, eligibility: [...written.eligibility].reverse() })).to.deep.equal([]);
  });

  it("names every field that changes, with both values, and criteria by their names", () => {
    const next: RuleSet = {
      ...written,
      version: 2,
      caps: { ...written.caps, rowMaximum: "30000" },
      eligibility: [
        { criterion: "income", statement: "Earns little.", provenBy: "income-v1" },
        ...written.eligibility.slice(0, 1),
      ],
    };
    expect(renderDifference(difference(written, next))).to.deep.equal([
      '~ caps.rowMaximum: "25000" → "30000"',
      '- eligibility.custody.provenBy: "custody-v1"',
      '- eligibility.custody.statement: "Has custody of a child under sixteen."',
      '+ eligibility.income.provenBy: "income-v1"',
      '+ eligibility.income.statement: "Earns little."',
      "~ version: 1 → 2",
    ]);
  });
});
