import { expect } from "chai";
import type { Result } from "ethers";

import type { RunbookScenarios } from "#support/runbook-scenario";

const HOUR = 3600;
const BANK = "0x1aac82773CB722166D7dA0d5b0FA35B0307dD99D";
const OUT = 0;

/** Alerts about conversions, limits and the two rails' books. Amounts in hundredths of a token. */
export const bridgeScenarios: RunbookScenarios = {
  BridgeConservationBroken: {
    raise: async ({ traffic }) => {
      const conversion = await traffic.request(100_00n);
      await traffic.settle(conversion, 250_00n);
      await traffic.observe();
    },
    meanwhile: async ({ traffic }) => {
      await traffic.request(150_00n);
    },
    promised: async (world) => {
      expect(await world.ask("BridgeGateway", "conservationHolds")).to.equal(true);
    },
  },
  BridgeConversionFailed: {
    raise: async (world) => {
      const conversion = await world.traffic.request(50_00n);
      await world.traffic.fail(conversion);
      world.given = { conversion };
    },
    meanwhile: async ({ traffic, given }) => {
      await traffic.refund(given["conversion"] ?? "");
    },
    promised: async (world) => {
      const { owed } = (await world.ask("BridgeGateway", "positionOf")) as Result & { readonly owed: bigint };
      expect(owed).to.equal(0n);
    },
  },
  BridgeFailureRate: {
    raise: async ({ traffic }) => {
      await traffic.request(10_00n);
      await traffic.fail(await traffic.request(50_00n));
    },
    promised: async (world) => {
      const { failures } = (await world.ask("BridgeGateway", "recentFailures")) as Result & {
        readonly failures: bigint;
      };
      expect(failures).to.equal(0n);
    },
  },
  BridgeLimitExhausted: {
    raise: async ({ traffic }) => {
      for (let turn = 0; turn < 4; ++turn) await traffic.request(475_000_00n);
    },
    promised: async (world, branch) => {
      const { capacity, available } = (await world.ask("BridgeGateway", "flowOf", OUT, BANK)) as Result & {
        readonly capacity: bigint;
        readonly available: bigint;
      };
      if (branch.includes("attack")) expect(capacity).to.equal(0n);
      else expect(available).to.equal(capacity);
    },
  },
  BridgeReserveStale: {
    raise: async (world) => {
      await world.pass(25 * HOUR);
    },
    meanwhile: async ({ traffic }) => {
      await traffic.observe();
    },
    promised: async (world) => {
      const [, age] = (await world.ask("BridgeGateway", "reserveAge")) as [bigint, bigint];
      expect(Number(age)).to.be.lessThan(HOUR);
    },
  },
};
