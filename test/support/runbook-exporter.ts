import type { NightWatch } from "#support/night-watch";
import { is, publicNodes, type WatchScenario } from "#support/runbook-watching";

const FAILING = "sign_exporter_failing";
const LAG = "sign_exporter_lag_blocks";
const INCOMPLETE = 'sign_exporter_failures_total{code="chain/events-incomplete"}';
const REPLACED = "sign_exporter_reorganised_blocks_total";

/** Alerts of the exporter about itself, and about what it counts. */
export const exporterScenarios: Readonly<Record<string, WatchScenario>> = {
  ExporterDown: {
    given: () => ({}),
    raise: (watch) => {
      watch.kill();
    },
    shows: ({ size }) => size === 0,
    repaired: () => undefined,
    promised: is(FAILING, 0),
  },
  ExporterFailing: {
    given: publicNodes,
    raise: ({ nodes: { anvil } }) => {
      anvil.down = true;
    },
    shows: is(FAILING, 1),
    repaired: ({ nodes: { anvil } }, branch) => {
      anvil.down = branch !== "Its operator repairs a node";
    },
    promised: is(FAILING, 0),
  },
  ExporterStale: {
    given: publicNodes,
    raise: ({ nodes: { anvil } }) => {
      anvil.fallSilent("eth_chainId");
    },
    shows: is(FAILING, 0),
    lasts: 301,
    repaired: () => undefined,
    promised: is(FAILING, 0),
  },
  ExporterLagging: {
    given: publicNodes,
    raise: async ({ nodes: { anvil }, world }) => {
      anvil.fallSilent("eth_getLogs");
      await world.send("hardhat_mine", "0x96");
    },
    shows: is(LAG, 150),
    repaired: ({ nodes: { anvil } }, branch) => {
      if (branch !== "They do not") anvil.wake();
    },
    promised: is(LAG, 0),
  },
  EvidenceIncomplete: {
    spare: true,
    given: publicNodes,
    raise: async ({ nodes: { anvil }, world }) => {
      anvil.whims = { ...anvil.whims, eth_getLogs: () => [] };
      await world.type(
        "echo 'Something that happened.' > event.md",
        "npx hardhat incident open 2026-11-20-earlier --severity SEV4 --report event.md",
      );
    },
    shows: (metrics) => (metrics.get(INCOMPLETE) ?? 0) > 0 && metrics.get(FAILING) === 0,
    repaired: () => undefined,
    promised: is(FAILING, 0),
  },
  ChainReorganised: {
    given: () => ({}),
    raise: replaceBlocks,
    shows: is(REPLACED, 3),
    repaired: () => undefined,
    promised: is(FAILING, 0),
  },
};

/** Three blocks that were counted are others now. */
async function replaceBlocks(watch: NightWatch): Promise<void> {
  const { world } = watch;
  const snapshot = await world.send("evm_snapshot");
  await world.send("hardhat_mine", "0x3");
  const height = Number(await world.send("eth_blockNumber"));
  await watch.until(`block ${String(height)}`, is("sign_exporter_block_number", height));
  await world.send("evm_revert", snapshot);
  await world.pass(60);
  await world.send("hardhat_mine", "0x5");
}
