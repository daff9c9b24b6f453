import { expect } from "chai";
import { id, type Provider } from "ethers";

import {
  acknowledgementsIn,
  describeAcknowledgement,
  isStale,
  standingAcknowledgement,
} from "#lib/change/acknowledgement";
import type { ChangeEvent } from "#lib/change/read-change";
import { anAddress } from "#support/record";

const AT = 1_800_000_000;
const DAY = 86_400;

/** A chain of one event a block, ten seconds apart. */
const provider = {
  getBlock: (number: number) => Promise.resolve({ timestamp: AT + number * 10 }),
} as unknown as Provider;

async function standing(...names: readonly string[]): Promise<number | undefined> {
  const history = names.map((name, index): ChangeEvent => ({
    name,
    args: { monitor: anAddress(1), observedBlock: 7n, observedHash: id("hash"), metricsDigest: id("metrics") },
    transactionHash: id(`transaction ${String(index)}`),
    blockNumber: index,
  }));
  return standingAcknowledgement(await acknowledgementsIn(provider, history))?.blockNumber;
}

describe("monitoring's acknowledgement", () => {
  it("stands when it follows the approvals, the last one first", async () => {
    expect(await standing("ChangeProposed", "ChangeQueued")).to.equal(undefined);
    expect(await standing("ChangeProposed", "ChangeQueued", "ChangeAcknowledged")).to.equal(2);
    expect(await standing("ChangeQueued", "ChangeAcknowledged", "ChangeAcknowledged")).to.equal(2);
  });

  for (const ending of ["ChangeVetoed", "ApprovalWithdrawn"]) {
    it(`falls with the approvals: ${ending}`, async () => {
      const until = ["ChangeQueued", "ChangeAcknowledged", ending];
      expect(await standing(...until)).to.equal(undefined);
      expect(await standing(...until, "ChangeQueued")).to.equal(undefined);
      expect(await standing(...until, "ChangeQueued", "ChangeAcknowledged")).to.equal(4);
    });
  }

  it("falls when void approvals are given anew", async () => {
    expect(await standing("ChangeQueued", "ChangeAcknowledged", "ChangeQueued")).to.equal(undefined);
  });

  it("holds for a day, to the second, and says so", async () => {
    expect([isStale({ acknowledgedAt: AT }, AT + DAY), isStale({ acknowledgedAt: AT }, AT + DAY + 1)]).to.deep.equal([
      false,
      true,
    ]);
    const [given] = await acknowledgementsIn(provider, [
      { name: "ChangeAcknowledged", args: { observedBlock: 7n }, transactionHash: id("t"), blockNumber: 0 },
    ]);
    expect(describeAcknowledgement(given, AT + 3600)).to.contain("1h ago at block 7, good until");
    expect(describeAcknowledgement(given, AT + DAY + 1)).to.contain("STALE since");
    expect(describeAcknowledgement(undefined, AT)).to.equal("not acknowledged by monitoring");
  });
});
