import type { GaugeDefinition, Sample } from "#lib/monitor/gauge";
import type { NodeHealth } from "#lib/monitor/probe-node";
import { nodeKey, type Watch } from "#lib/monitor/watch";

const NODE = ["rail", "kind", "node"] as const;

/** Health of the rails' nodes and of the HTTP endpoints. */
export const nodeGauges: readonly GaugeDefinition[] = [
  {
    name: "sign_node_up",
    help: "1 if the node answered the last probe and serves the rail's chain.",
    labels: NODE,
    samples: (watch) => nodesOf(watch).map(({ labels, health }) => [labels, health === null ? 0 : 1]),
  },
  ofNodes("sign_node_block_number", "Last block of the node.", ({ latest }) => latest.number),
  ofNodes("sign_node_block_timestamp_seconds", "Time of the node's last block.", ({ latest }) => latest.timestamp),
  {
    name: "sign_node_behind_blocks",
    help: "Blocks by which the node is behind the rail's highest.",
    labels: NODE,
    samples: (watch: Watch): readonly Sample[] => {
      const nodes = nodesOf(watch);
      return nodes.flatMap(({ labels, health }): Sample[] => {
        const rail = nodes.filter((other) => other.labels[0] === labels[0]);
        const highest = Math.max(...rail.map((other) => other.health?.latest.number ?? 0));
        return health === null ? [] : [[labels, highest - health.latest.number]];
      });
    },
  },
  ofNodes("sign_node_peers", "Peers of the node; absent where the node does not tell.", ({ peers }) => peers),
  ofNodes("sign_node_syncing", "1 while the node says that it is catching up.", ({ syncing }) =>
    syncing === null ? null : Number(syncing),
  ),
  ofNodes(
    "sign_node_finalized_block_number",
    "Last final block; absent where the node knows no finality.",
    ({ finalized }) => finalized?.number ?? null,
  ),
  ofNodes(
    "sign_node_finalized_timestamp_seconds",
    "Time of the last final block.",
    ({ finalized }) => finalized?.timestamp ?? null,
  ),
  {
    name: "sign_endpoint_up",
    help: "1 if the endpoint answered the last probe with an expected status.",
    labels: ["endpoint"],
    samples: ({ endpoints }) => [...endpoints].map(([name, { health }]) => [[name], health.up ? 1 : 0]),
  },
  {
    name: "sign_endpoint_last_success_timestamp_seconds",
    help: "When the endpoint last answered with an expected status.",
    labels: ["endpoint"],
    samples: ({ endpoints }) =>
      [...endpoints].flatMap(([name, { lastSuccess }]): Sample[] =>
        lastSuccess === null ? [] : [[[name], lastSuccess]],
      ),
  },
];

interface WatchedNode {
  readonly labels: readonly string[];
  readonly health: NodeHealth | null;
}

/** Every node that was probed. */
function nodesOf({ config, nodes }: Watch): WatchedNode[] {
  return config.rails.flatMap((rail) =>
    rail.nodes.flatMap((node): WatchedNode[] => {
      const status = nodes.get(nodeKey(rail.name, node.name));
      return status === undefined ? [] : [{ labels: [rail.name, rail.kind, node.name], health: status.health }];
    }),
  );
}

/** One value of each node that answers; null leaves a series out. */
function ofNodes(name: string, help: string, value: (health: NodeHealth) => number | null): GaugeDefinition {
  return {
    name,
    help,
    labels: NODE,
    samples: (watch) =>
      nodesOf(watch).flatMap(({ labels, health }): Sample[] => {
        const found = health === null ? null : value(health);
        return found === null ? [] : [[labels, found]];
      }),
  };
}
