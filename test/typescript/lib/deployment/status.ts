import { expect } from "chai";

import { governanceStatus, statusText } from "#lib/deployment/status";
import { examinedSuite } from "#support/examined-suite";
import { cadenceChange, propose } from "#support/governed-changes";

describe("governanceStatus (gov status)", () => {
  const { suite, subject } = examinedSuite();

  it("tells councils, seats, mandates and what waits", async () => {
    const waiting = await propose(suite(), cadenceChange(suite(), "status"));
    const { governance, record, state } = await subject();
    const status = await governanceStatus(suite().provider, governance, record, state);
    expect(status.councils.map(({ key, quorum }) => `${key} ${quorum}`)).to.deep.equal([
      "technical 2-of-3",
      "governance 3-of-5",
      "emergency 2-of-3",
      "sovereign 3-of-5",
      "program 2-of-3",
    ]);
    expect(status.councils[0]?.seats.filter(({ isOwner }) => !isOwner)).to.have.length(1);
    expect(status.waiting).to.deep.equal([
      { id: waiting, changeClass: "ConfigOnly", status: "Proposed", version: "1.0.0" },
    ]);
    expect(statusText(status)).to.include(waiting).and.include("genesis is closed");
  });
});
