import { expect } from "chai";

import { successionCalls, successorBirth } from "#lib/safe/succession";

import { expectCode } from "#support/expect-code";
import { anAddress, paperRecord } from "#support/record";
import { demoGovernance } from "#support/suite";

const NOW = 1_800_000_000;
const SAFE = anAddress(77);
const record = paperRecord();
const governance = demoGovernance();

/** Which functions are called, in order, each once. */
function order(council: "technical" | "sovereign" | "program"): string[] {
  const { calls } = successionCalls(governance, record, council, { safe: SAFE, seated: [anAddress(1)], now: NOW });
  return calls.map((call) => call.function).filter((name, index, names) => names.indexOf(name) === index);
}

describe("the succession of a council", () => {
  it("seats before it registers, and gives the role before it takes it", () => {
    expect(order("technical")).to.deep.equal([
      "assignSeat",
      "registerCouncil",
      "grantMandate",
      "revokeRole",
      "dismissCouncil",
      "vacateSeat",
    ]);
    expect(order("program")).to.include("grantRole").and.not.to.include("grantMandate");
  });

  it("passes the way past the ChangeManager on with the Sovereign Authority, behind the same delay", () => {
    const { calls } = successionCalls(governance, record, "sovereign", { safe: SAFE, seated: [], now: NOW });
    const roles = calls.filter((call) => call.function.endsWith("Role")).map((call) => [call.function, ...call.args]);
    const old = record.safes.sovereign.address;
    expect(roles).to.deep.equal([
      ["grantRole", 1, SAFE, 0],
      ["grantRole", 0, SAFE, 14 * 86_400],
      ["revokeRole", 0, old],
      ["revokeRole", 1, old],
    ]);
  });

  it("counts a mandate in days from now, not from the deployment", () => {
    const { calls } = successionCalls(governance, record, "technical", { safe: SAFE, seated: [], now: NOW });
    const [mandate] = calls.filter((call) => call.function === "grantMandate");
    expect(mandate?.args).to.deep.equal([3, SAFE, NOW + 365 * 86_400]);
  });

  it("leaves to another change the seats for which one has no room, and says whose they are", () => {
    const seated = Array.from({ length: 12 }, (_, index) => anAddress(100 + index));
    const { calls, leftSeats } = successionCalls(governance, record, "technical", { safe: SAFE, seated, now: NOW });
    expect(calls).to.have.length(16);
    const vacated = calls.filter((call) => call.function === "vacateSeat").map(({ args }) => args[1]);
    expect([...vacated, ...leftSeats]).to.deep.equal(seated);
  });

  it("is refused while governance.json describes the Safe in office", async () => {
    const { seats, threshold, saltNonce } = governance.councils.technical;
    const birth = { ...record.safes.technical.birth, owners: seats.map(({ owner }) => owner), threshold, saltNonce };
    const technical = { ...record.safes.technical, birth };
    const inOffice = { ...record, safes: { ...record.safes, technical } };
    await expectCode(() => successorBirth(governance, inOffice, "technical"), "refused/same-council");
    const other = { ...birth, saltNonce: "999" };
    const changed = { ...record, safes: { ...record.safes, technical: { ...technical, birth: other } } };
    expect(successorBirth(governance, changed, "technical")).to.include({ saltNonce, threshold });
  });
});
