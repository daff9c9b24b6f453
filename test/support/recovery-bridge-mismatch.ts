import { expect } from "chai";

import { BridgeTraffic } from "#support/bridge-traffic";
import { passTime } from "#support/governed-changes";
import type { Drill } from "#support/recovery-drill";
import type { DeployedSuite } from "#support/suite";

const DAY = 86_400;
const ISSUED = 100_00n;

export const bridgeMismatch: Drill = {
  runbook: "recover-bridge-mismatch",
  trouble: async (suite) => {
    // Long enough that the limits are full, and that they may be loosened.
    await passTime(suite, 15 * DAY);
    await attest(suite);
  },
  meanwhile: {
    5: async (suite) => {
      await new BridgeTraffic(suite).request(ISSUED);
      await attest(suite);
    },
    8: async (suite) => {
      await passTime(suite, 2 * DAY);
      await attest(suite);
    },
  },
  promised: async (_suite, terminal) => {
    const status = JSON.parse(await terminal.type("npx hardhat bridge show --json")) as {
      rail: { mode: string };
      limits: { capacity: string }[];
      metrics: { conservationHolds: boolean };
    };
    expect(status.rail.mode).to.equal("NORMAL");
    expect(status.limits[0]?.capacity).to.equal("500000000");
    expect(status.metrics.conservationHolds).to.equal(true);
    const shown = await terminal.type("npx hardhat incident show 2026-11-21-bridge --json");
    expect(JSON.parse(shown)).to.have.nested.property("incident.status", "Resolved");
  },
};

/** Monitoring attests the private rail's books; blocks follow, so that a snapshot of a confirmed one shows it. */
async function attest(suite: DeployedSuite): Promise<void> {
  await new BridgeTraffic(suite, { issued: ISSUED, redeemed: 0n }).observe();
  await suite.connection.provider.request({ method: "hardhat_mine", params: ["0x6"] });
}
