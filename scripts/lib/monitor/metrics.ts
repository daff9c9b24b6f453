import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

import { directions, failureReasons } from "#lib/bridge/gateway-words";
import { exceptionKinds } from "#lib/monitor/count-event";
import { COUNTERS, seriesKey, seriesOf, type CounterName } from "#lib/monitor/counters";
import type { GaugeDefinition } from "#lib/monitor/gauge";
import { bridgeGauges, inTokens } from "#lib/monitor/gauges-bridge";
import { emergencyGauges } from "#lib/monitor/gauges-emergency";
import { exporterGauges } from "#lib/monitor/gauges-exporter";
import { governanceGauges, pairs } from "#lib/monitor/gauges-governance";
import { nodeGauges } from "#lib/monitor/gauges-nodes";
import { programGauges } from "#lib/monitor/gauges-programs";
import type { Watch } from "#lib/monitor/watch";

const GAUGES = [
  ...exporterGauges,
  ...nodeGauges,
  ...governanceGauges,
  ...emergencyGauges,
  ...bridgeGauges,
  ...programGauges,
];

/** Seconds: from a node on the same machine to one that is given up. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Label values that are known before anything happens. */
const FORESEEN: Partial<Record<CounterName, readonly (readonly string[])[]>> = {
  sign_bridge_failures_total: pairs(directions, failureReasons.slice(1)),
  sign_distribution_exceptions_total: exceptionKinds.slice(1).map((kind) => [kind]),
};

/** What the exporter counts by itself. It begins at zero with the process, as Prometheus expects of counters. */
export interface OwnMetrics {
  readonly failures: Counter<"code">;
  readonly reorganisations: Counter;
  readonly reorganisedBlocks: Counter;
  readonly sourceChanges: Counter;
  readonly repeatedRequests: Counter;
  readonly nodeRequests: Histogram<"rail" | "node">;
  readonly nodeFailures: Counter<"rail" | "node" | "code">;
  readonly endpointRequests: Histogram<"endpoint">;
  readonly endpointResponses: Counter<"endpoint" | "code" | "outcome">;
}

export interface Metrics {
  readonly registry: Registry;
  readonly own: OwnMetrics;
}

/** All metrics, over what is watched. What the chain tells is computed when it is asked for, from memory alone. */
export function createMetrics(watch: Watch): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const definition of GAUGES) registerGauge(registry, watch, definition);
  for (const name of Object.keys(COUNTERS) as CounterName[]) registerCounter(registry, watch, name);
  return { registry, own: ownMetrics(registry) };
}

function ownMetrics(registry: Registry): OwnMetrics {
  const registers = [registry];
  const failures = new Counter({
    name: "sign_exporter_failures_total",
    help: "Looks at a node's events and state that failed, by error code.",
    labelNames: ["code"],
    registers,
  });
  // Its first increase must be seen.
  failures.inc({ code: "chain/events-incomplete" }, 0);
  return {
    failures,
    reorganisations: new Counter({
      name: "sign_exporter_reorganisations_total",
      help: "How often counted blocks were replaced; chain counters fall then.",
      registers,
    }),
    reorganisedBlocks: new Counter({
      name: "sign_exporter_reorganised_blocks_total",
      help: "Counted blocks that were replaced.",
      registers,
    }),
    sourceChanges: new Counter({
      name: "sign_exporter_source_changes_total",
      help: "How often events were taken from another node than before.",
      registers,
    }),
    repeatedRequests: new Counter({
      name: "sign_exporter_repeated_requests_total",
      help: "Requests for events and state that were made again because their answer was lost.",
      registers,
    }),
    nodeRequests: new Histogram({
      name: "sign_node_probe_duration_seconds",
      help: "Time of a probe of a node: five requests.",
      labelNames: ["rail", "node"],
      buckets: BUCKETS,
      registers,
    }),
    nodeFailures: new Counter({
      name: "sign_node_probe_failures_total",
      help: "Probes of a node that failed, by error code.",
      labelNames: ["rail", "node", "code"],
      registers,
    }),
    endpointRequests: new Histogram({
      name: "sign_endpoint_request_duration_seconds",
      help: "Time until the last byte of an endpoint's answer.",
      labelNames: ["endpoint"],
      buckets: BUCKETS,
      registers,
    }),
    endpointResponses: new Counter({
      name: "sign_endpoint_requests_total",
      help: "Probes of an endpoint, by status or by why there was none; outcome is success for an expected status.",
      labelNames: ["endpoint", "code", "outcome"],
      registers,
    }),
  };
}

function registerGauge(registry: Registry, watch: Watch, { name, help, labels, samples }: GaugeDefinition): void {
  new Gauge({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    collect() {
      this.reset();
      // A reset gauge without labels is zero, which is an answer. What is not known must be absent.
      if (labels.length === 0) this.remove();
      for (const [values, value] of samples(watch, Date.now() / 1000)) this.set(labelled(labels, values), value);
    },
  });
}

/** A counter whose value is that of the tally: it goes back when blocks are replaced, and survives a restart. */
function registerCounter(registry: Registry, watch: Watch, name: CounterName): void {
  const { help, labels } = COUNTERS[name];
  new Counter({
    name,
    help,
    labelNames: labels,
    registers: [registry],
    collect() {
      this.reset();
      const { published, state } = watch;
      if (published === null) return;
      for (const [key, total] of withZeros(name, published.totals)) {
        const amount = name.endsWith("_tokens_total");
        // Without its decimals an amount means nothing.
        if (amount && state === null) continue;
        const value = amount && state !== null ? inTokens(total, state.bridge) : Number(total);
        this.inc(labelled(labels, seriesOf(key).values), value);
      }
    },
  });
}

/** The series of a counter, and those that are known before anything happens: so their first increase is seen. */
function withZeros(name: CounterName, totals: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const zeros = (FORESEEN[name] ?? []).map((values) => [seriesKey(name, values), 0n] as const);
  return new Map([...zeros, ...[...totals].filter(([key]) => seriesOf(key).counter === name)]);
}

function labelled(labels: readonly string[], values: readonly string[]): Record<string, string> {
  return Object.fromEntries(labels.map((label, index) => [label, values[index] ?? ""]));
}
