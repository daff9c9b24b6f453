import { lines, numbers, type Dashboard } from "#lib/monitor/dashboard";

/** "Bridge conversion volume and error rates". */
export const bridge: Dashboard = {
  uid: "sign-bridge",
  title: "Bridge: volume and errors",
  panels: [
    numbers("Conservation holds", "short", ["sign_bridge_conservation_holds", "1: holds"]),
    numbers("Age of the private rail's books", "s", [
      "sign_chain_clock_timestamp_seconds - sign_bridge_reserve_observed_timestamp_seconds",
      "seen",
    ]),
    numbers(
      "Recent failure ratio",
      "percentunit",
      ["sign_bridge_recent_failure_ratio", "now"],
      ["sign_bridge_failure_maximum_ratio", "maximum"],
    ),
    lines("Conversions by outcome", "short", [
      "sum by (direction, outcome) (sign_bridge_conversions_total)",
      "{{direction}} {{outcome}}",
    ]),
    lines("Volume by outcome, in tokens", "short", [
      "sum by (direction, outcome) (sign_bridge_volume_tokens_total)",
      "{{direction}} {{outcome}}",
    ]),
    lines("Volume an hour by counterparty, in tokens", "short", [
      'sum by (counterparty, direction) (increase(sign_bridge_volume_tokens_total{outcome="settled"}[1h]))',
      "{{counterparty}} {{direction}}",
    ]),
    lines("Failures by reason", "short", [
      "sum by (direction, reason) (sign_bridge_failures_total) > 0",
      "{{direction}} {{reason}}",
    ]),
    lines("Failures an hour", "short", [
      "sum by (direction) (increase(sign_bridge_failures_total[1h]))",
      "{{direction}}",
    ]),
    lines("Share of each limit that is left", "percentunit", [
      "sign_bridge_limit_available_tokens / sign_bridge_limit_capacity_tokens",
      "{{direction}} {{counterparty}}",
    ]),
    lines(
      "Both rails' books, in tokens",
      "short",
      ["sign_bridge_position_tokens", "{{book}}"],
      ["sign_bridge_reserve_tokens", "private rail: {{book}}"],
    ),
  ],
};

/** "API latency / error rates (SignScan / SDK endpoints)". */
export const endpoints: Dashboard = {
  uid: "sign-endpoints",
  title: "API latency and errors",
  panels: [
    numbers("Up", "short", ["sign_endpoint_up", "{{endpoint}}"]),
    numbers("Available in the last hour", "percentunit", ["avg_over_time(sign_endpoint_up[1h])", "{{endpoint}}"]),
    lines(
      "Latency",
      "s",
      ...([0.5, 0.95, 0.99] as const).map(
        (quantile) =>
          [
            `histogram_quantile(${quantile}, sum by (endpoint, le) (rate(sign_endpoint_request_duration_seconds_bucket[5m])))`,
            `{{endpoint}} ${quantile}`,
          ] as const,
      ),
    ),
    lines("Share of probes that failed", "percentunit", [
      'sum by (endpoint) (rate(sign_endpoint_requests_total{outcome="error"}[5m])) / sum by (endpoint) (rate(sign_endpoint_requests_total[5m]))',
      "{{endpoint}}",
    ]),
    lines("Answers a second, by status", "short", [
      "sum by (endpoint, code) (rate(sign_endpoint_requests_total[5m]))",
      "{{endpoint}} {{code}}",
    ]),
    numbers("Since the last success", "s", ["time() - sign_endpoint_last_success_timestamp_seconds", "{{endpoint}}"]),
  ],
};

/** "Node health (public/private rails)". */
export const nodes: Dashboard = {
  uid: "sign-nodes",
  title: "Node health on both rails",
  panels: [
    numbers("Up", "short", ["sign_node_up", "{{rail}} {{node}}"]),
    lines("Height", "short", ["sign_node_block_number", "{{rail}} {{node}}"]),
    lines("Blocks behind the rail", "short", ["sign_node_behind_blocks", "{{rail}} {{node}}"]),
    lines("Age of the last block", "s", ["time() - sign_node_block_timestamp_seconds", "{{rail}} {{node}}"]),
    lines("Age of what is final", "s", ["time() - sign_node_finalized_timestamp_seconds", "{{rail}} {{node}}"]),
    lines("Blocks that are not final", "short", [
      "sign_node_block_number - sign_node_finalized_block_number",
      "{{rail}} {{node}}",
    ]),
    lines("Peers", "short", ["sign_node_peers", "{{rail}} {{node}}"]),
    lines("Catching up", "short", ["sign_node_syncing", "{{rail}} {{node}}"]),
    lines("Time of a probe, 0.95", "s", [
      "histogram_quantile(0.95, sum by (rail, node, le) (rate(sign_node_probe_duration_seconds_bucket[5m])))",
      "{{rail}} {{node}}",
    ]),
    lines("Probes that failed, a second", "short", [
      "sum by (rail, node, code) (rate(sign_node_probe_failures_total[5m]))",
      "{{rail}} {{node}} {{code}}",
    ]),
  ],
};
