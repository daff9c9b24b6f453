import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { network } from "hardhat";

import { FlowReplay } from "#lib/bridge/flow-replay";

const HOUR = 3_600;
const DAY = 24 * HOUR;
const STEPS = 60;

/** Amounts of tokens with 0, 2, 6 and 18 decimals. */
const UNITS = [1n, 100n, 10n ** 6n, 10n ** 18n];

interface Probe {
  readonly configure: (capacity: bigint, window: number) => Promise<ContractTransactionResponse>;
  readonly use: (amount: bigint) => Promise<ContractTransactionResponse>;
  readonly giveBack: (amount: bigint, usedAt: number) => Promise<ContractTransactionResponse>;
  readonly stateOf: () => Promise<[bigint, bigint, bigint, bigint]>;
}

describe("FlowReplay beside FlowLimit", () => {
  for (const [seed, unit] of UNITS.entries()) {
    it(`agrees to the unit over ${STEPS} random steps of a flow in units of ${unit}`, async () => {
      const { ethers } = await network.create();
      const probe = (await ethers.deployContract("FlowProbe")) as unknown as Probe;
      const replay = new FlowReplay();
      const random = randomNumbers(seed + 1);
      const outcomes = new Set<boolean>();
      const uses: { readonly amount: bigint; readonly at: number }[] = [];
      let now = ((await ethers.provider.getBlock("latest"))?.timestamp ?? 0) + 1;
      const act = async (step: () => Promise<ContractTransactionResponse>): Promise<boolean> => {
        await ethers.provider.send("evm_setNextBlockTimestamp", [now]);
        try {
          await (await step()).wait();
          return true;
        } catch (error) {
          expect(String(error)).to.match(/CapacityExceeded|FlowUnset/);
          // Refused before it was mined: the block of this time is still to come.
          await ethers.provider.send("evm_mine", []);
          return false;
        }
      };
      for (let step = 0; step < STEPS; step += 1) {
        now += 1 + random(step % 3 === 0 ? 2 * DAY : 90);
        const kind = step === 1 ? 0 : random(10);
        const amount = (BigInt(random(1_000)) * unit) / 3n;
        if (kind < 2) {
          const [capacity, window] = [amount * 3n, HOUR + random(3 * DAY)];
          await act(() => probe.configure(capacity, window));
          replay.configure(capacity, window, now);
        } else if (kind < 8) {
          const passed = await act(() => probe.use(amount));
          expect(replay.use(amount, now), `use ${amount} in step ${step}`).to.equal(passed);
          if (passed) uses.push({ amount, at: now });
          outcomes.add(passed);
        } else {
          const use = uses.splice(random(Math.max(uses.length, 1)), 1)[0] ?? { amount, at: now - 1 };
          const before = replay.readAt(now).available;
          await act(() => probe.giveBack(use.amount, use.at));
          const given = replay.giveBack(use.amount, use.at, now);
          expect(String(replay.readAt(now).available - before), `given back in step ${step}`).to.equal(String(given));
        }
        const { capacity, window, available, used } = replay.readAt(now);
        const found = (await probe.stateOf()).join(" ");
        expect([capacity, window, available, used].join(" "), `state after step ${step}`).to.equal(found);
      }
      expect(outcomes.size, "uses passed, and were refused").to.equal(2);
    });
  }

  it("denies everything while it is unset, and blocks at zero", () => {
    const flow = new FlowReplay();
    expect(flow.use(0n, 1)).to.equal(false);
    flow.configure(0n, HOUR, 2);
    expect(flow.use(0n, 3)).to.equal(true);
    expect(flow.use(1n, 90 * DAY)).to.equal(false);
  });

  it("creates nothing by lowering and raising", () => {
    const flow = new FlowReplay();
    flow.configure(1_000n, DAY, 0);
    expect(flow.use(1_000n, DAY)).to.equal(true);
    flow.configure(10n, HOUR, DAY);
    flow.configure(1_000n, DAY, DAY);
    expect(String(flow.readAt(DAY).available)).to.equal("0");
  });
});

/** Park and Miller's generator: the same numbers at every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}
