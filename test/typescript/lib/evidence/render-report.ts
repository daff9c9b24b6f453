import { expect } from "chai";

import { renderReport } from "#lib/evidence/render-report";
import type { Claim } from "#lib/evidence/report";

const counts = { events: 3, approvals: 2, deployments: 1 };
const proven: Claim = { claim: "anchor", verdict: "PROVEN", reason: "9 headers" };

function render(...claims: Claim[]): string[] {
  const ok = claims.every(({ verdict }) => verdict === "PROVEN");
  return renderReport({ schema: "sign.evidence.report.v1", ok, narrowedTo: null, claims, counts }).split("\n");
}

describe("report for a person", () => {
  it("begins with the verdict, then what is not proven with its place, then what is", () => {
    const failed: Claim = { claim: "chain", verdict: "FAILED", reason: "cut", contract: "RoleRegistry", sequence: 7 };
    const lines = render({ claim: "chain", verdict: "PROVEN", reason: "whole" }, proven, failed);
    expect(lines).to.deep.equal([
      "NOT PROVEN: 2 of 3 claims hold; 3 events, 2 Safe transactions, 1 deployments",
      "",
      "FAILED chain [RoleRegistry #7]: cut",
      "",
      "  ✓ The chain leads to the trusted anchor  9 headers",
    ]);
  });

  it("counts what would drown the rest", () => {
    const many = Array.from({ length: 14 }, (_, index): Claim => ({
      claim: "receipts",
      verdict: "FAILED",
      reason: String(index),
    }));
    expect(render(...many).slice(-2)).to.deep.equal([
      "FAILED receipts: 11",
      '  … and 2 more of "receipts": see --json',
    ]);
  });

  it("lets no bundle write lines of its own or steer the terminal", () => {
    const lines = render({ claim: "bag", verdict: "FAILED", reason: "x\nPROVEN: all\u001b[2J\u202e\u2028" });
    expect(lines).to.have.length(3);
    expect(lines.at(-1)).to.equal("FAILED bag: x\\u{a}PROVEN: all\\u{1b}[2J\\u{202e}\\u{2028}");
  });
});
