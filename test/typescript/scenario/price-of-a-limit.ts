import { expect } from "chai";
import hre from "hardhat";

import type { LimiterChain } from "#lib/bench/limiter-chain";

import { measureLimiters } from "#lib/bench/limiter-gas";
import { measureScoreboard } from "#lib/bench/limiter-scoreboard";

/** Outside the Solidity tests, because coverage distorts gas. */
describe("the price of a limit", () => {
  let chain: LimiterChain;

  before(async () => {
    const { ethers } = await hre.network.create();
    const [payer] = await ethers.getSigners();
    if (payer === undefined) throw new Error("a chain without accounts");
    chain = { provider: ethers.provider, payer, artifact: (name) => hre.artifacts.readArtifact(name) };
  });

  it("is at most 31,000 gas for a use in the steady state", async () => {
    const { use, rows } = await measureLimiters(chain);
    expect(Number(use.gas)).to.be.within(21_000, 31_000);
    expect(rows.flatMap(({ peers }) => peers.filter(({ gas }) => gas <= 21_000n))).to.deep.equal([]);
  });

  it("buys what no peer gives: ours alone creates no capacity by an update", async () => {
    const scores = await measureScoreboard(chain);
    const none = scores.filter(({ creates }) => creates.length === 0).map(({ limiter }) => limiter);
    expect(none).to.deep.equal(["FlowLimit"]);
    expect(scores).to.have.length(6);
  });
});
