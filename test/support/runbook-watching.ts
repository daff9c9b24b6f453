import { toQuantity } from "ethers";

import type { Exposition } from "#support/exporter";
import type { NightWatch } from "#support/night-watch";
import type { Whim } from "#support/served-node";

/** How an alert of nodes, services or the exporter itself comes about, and how one knows that it is over. */
export interface WatchScenario {
  /** Whether monitoring knows a second node of the suite's rail. */
  readonly spare?: boolean;
  /** What the runbook's `<node>` and `<elsewhere>` are. */
  readonly given: (watch: NightWatch) => Readonly<Record<string, string>>;
  readonly raise: (watch: NightWatch) => Promise<void> | void;
  /** What the exporter shows then; nothing when it does not run. */
  readonly shows: (metrics: Exposition) => boolean;
  /** What it shows a while later, where the alert is about what goes on. */
  readonly goesOn?: (metrics: Exposition) => boolean;
  /** Seconds that this must have lasted when the alert is judged. */
  readonly lasts?: number;
  /** What operators elsewhere have done by the time that the runbook's "Do" is typed. */
  readonly repaired: (watch: NightWatch, branch: string) => Promise<void> | void;
  /** The state that the runbook promises, as the exporter shows it. */
  readonly promised: (metrics: Exposition) => boolean;
}

const ANVIL = 'rail="public",kind="public",node="anvil"';
const LEDGER = 'rail="private",kind="private",node="ledger"';
const SERVICE = 'sign_endpoint_up{endpoint="registry-api"}';
const DAY = 86_400;

export const publicNodes = ({ nodes: { anvil, elsewhere } }: NightWatch): Record<string, string> => ({
  node: anvil.url,
  elsewhere: elsewhere.url,
});
const privateNodes = ({ nodes: { ledger, otherLedger } }: NightWatch): Record<string, string> => ({
  node: ledger.url,
  elsewhere: otherLedger.url,
});
const service = (watch: NightWatch): Record<string, string> => ({ node: watch.service.url });

export const is =
  (series: string, value: number) =>
  (metrics: Exposition): boolean =>
    metrics.get(series) === value;

/** A node of the public rail with a whim, until its operator repairs it, if that is the way taken. */
function illNode(whims: Readonly<Record<string, Whim>>, metric: string, ill: number, well: number): WatchScenario {
  return {
    // How far it is behind shows beside another one.
    spare: true,
    given: publicNodes,
    raise: ({ nodes: { anvil } }) => {
      anvil.whims = { ...anvil.whims, ...whims };
    },
    shows: is(`${metric}{${ANVIL}}`, ill),
    repaired: ({ nodes: { anvil } }, branch) => {
      if (branch === "Its operator repairs it") anvil.whims = { net_peerCount: () => "0x3" };
    },
    promised: is(`${metric}{${ANVIL}}`, well),
  };
}

/** Blocks as they were so many seconds ago. */
function older(seconds: number, tag: string): Whim {
  return async ([asked], honest) => {
    const block = (await honest()) as { timestamp: string };
    return asked === tag ? { ...block, timestamp: toQuantity(Number(block.timestamp) - seconds) } : block;
  };
}

function young(metric: string, seconds: number): (metrics: Exposition) => boolean {
  return (metrics) => Date.now() / 1000 - (metrics.get(`${metric}{${LEDGER}}`) ?? 0) < seconds;
}

/** Nodes and services. */
export const watchScenarios: Readonly<Record<string, WatchScenario>> = {
  NodeDown: {
    given: publicNodes,
    raise: ({ nodes: { anvil } }) => {
      anvil.down = true;
    },
    shows: is(`sign_node_up{${ANVIL}}`, 0),
    repaired: ({ nodes: { anvil } }, branch) => {
      anvil.down = branch !== "Its operator starts it again";
    },
    promised: is(`sign_node_up{${ANVIL}}`, 1),
  },
  NodeBehind: illNode(
    {
      eth_getBlockByNumber: async (_params, honest) => {
        const block = (await honest()) as { number: string };
        return { ...block, number: toQuantity(Number(block.number) - 20) };
      },
    },
    "sign_node_behind_blocks",
    20,
    0,
  ),
  NodeSyncing: illNode({ eth_syncing: () => ({ currentBlock: "0x1" }) }, "sign_node_syncing", 1, 0),
  NodeWithoutPeers: illNode({ net_peerCount: () => "0x0" }, "sign_node_peers", 0, 3),
  RailDown: {
    given: privateNodes,
    raise: ({ nodes: { ledger } }) => {
      ledger.down = true;
    },
    shows: is(`sign_node_up{${LEDGER}}`, 0),
    repaired: ({ nodes: { ledger } }, branch) => {
      ledger.down = branch !== "They start their nodes again";
    },
    promised: is(`sign_node_up{${LEDGER}}`, 1),
  },
  RailStalled: stalled("latest", "sign_node_block_timestamp_seconds", 120, "It stands still"),
  FinalityStalled: stalled("finalized", "sign_node_finalized_timestamp_seconds", 1800, ""),
  ApiDown: failing(503),
  ApiErrors: failing(503),
  ApiSlow: {
    given: service,
    raise: (watch) => {
      watch.service.delay = 1_200;
    },
    shows: (metrics) => slowAnswers(metrics) >= 1,
    goesOn: (metrics) => slowAnswers(metrics) >= 3,
    repaired: (watch) => {
      watch.service.delay = 0;
    },
    promised: is(SERVICE, 1),
  },
};

function stalled(tag: string, metric: string, limit: number, repairing: string): WatchScenario {
  return {
    given: privateNodes,
    raise: ({ nodes: { ledger } }) => {
      ledger.whims = { eth_getBlockByNumber: older(DAY, tag) };
    },
    shows: (metrics) => !young(metric, limit)(metrics),
    repaired: ({ nodes: { ledger } }, branch) => {
      if (branch === repairing) ledger.whims = {};
    },
    promised: young(metric, limit),
  };
}

function failing(status: number): WatchScenario {
  return {
    given: service,
    raise: (watch) => {
      watch.service.status = status;
    },
    shows: is(SERVICE, 0),
    repaired: (watch) => {
      watch.service.status = 200;
    },
    promised: is(SERVICE, 1),
  };
}

/** Answers of the service that took longer than a second. */
function slowAnswers(metrics: Exposition): number {
  const bucket = (le: string): number =>
    [...metrics]
      .filter(([key]) => key.startsWith("sign_endpoint_request_duration_seconds_bucket") && key.includes(`le="${le}"`))
      .reduce((sum, [, value]) => sum + value, 0);
  return bucket("+Inf") - bucket("1");
}
