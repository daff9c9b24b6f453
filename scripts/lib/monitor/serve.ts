import { setTimeout as pause } from "node:timers/promises";

import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readCheckpoint } from "#lib/monitor/checkpoint";
import { nothingCounted } from "#lib/monitor/follow-chain";
import { startServer, type ListenAddress } from "#lib/monitor/http-server";
import { ChainLook, failureOf } from "#lib/monitor/look";
import { createMetrics, type OwnMetrics } from "#lib/monitor/metrics";
import { suiteRail, type MonitoringConfig, type NodeConfig, type RailConfig } from "#lib/monitor/monitoring-config";
import { nodeRpc } from "#lib/monitor/node-rpc";
import { probeEndpoint } from "#lib/monitor/probe-endpoint";
import { probeNode } from "#lib/monitor/probe-node";
import type { Names } from "#lib/monitor/state-source";
import { Tally } from "#lib/monitor/tally";
import { nodeKey, type Watch } from "#lib/monitor/watch";

export interface ServeParameters {
  readonly config: MonitoringConfig;
  readonly record: ContractsRecord;
  /** What people call things, read again and again. */
  readonly names: () => Names;
  readonly listen: ListenAddress;
  /** File that says where counting stopped. */
  readonly checkpoint: string;
  readonly reporter: Reporter;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Watches until it is told to stop, and serves what it sees.
 *
 * @throws SuiteError `input/rail`, `input/listen`.
 */
export async function serve({
  config,
  record,
  names,
  listen,
  checkpoint,
  reporter,
  signal,
}: ServeParameters): Promise<void> {
  const rail = suiteRail(config, record.chainId);
  const found = readCheckpoint(checkpoint, record);
  const tally = new Tally(found.state ?? nothingCounted(record));
  const watch = emptyWatch(config);
  const { registry, own } = createMetrics(watch);
  const server = await startServer(listen, watch, registry);
  const from = tally.tip.number + 1;
  reporter.step(
    found.state === undefined
      ? `Counting from block ${record.deployedAtBlock}: ${found.because}`
      : `Going on at block ${from}, where the checkpoint ends`,
  );
  reporter.result({ ok: true, url: server.url, from, checkpoint }, `${server.url}/metrics`);
  const warn = (message: string): void => {
    reporter.warn(message);
  };
  const look = new ChainLook({ watch, record, names, rail, tally, checkpoint, own, warn });
  try {
    await Promise.all([
      every(config.pollSeconds, signal, () => look.look(signal)),
      every(config.pollSeconds, signal, () => probeAll(watch, own)),
    ]);
  } finally {
    await server.close();
  }
}

/** Does something again and again, as long after its last end, until it is told to stop. */
async function every(seconds: number, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await act();
    await pause(seconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}

async function probeAll(watch: Watch, own: OwnMetrics): Promise<void> {
  const { rails, endpoints, timeoutSeconds } = watch.config;
  await Promise.all([
    ...rails.flatMap((rail) => rail.nodes.map((node) => probeOne(watch, own, rail, node))),
    ...endpoints.map(async (endpoint) => {
      const { name } = endpoint;
      const health = await probeEndpoint(endpoint, timeoutSeconds);
      const { up, code, seconds } = health;
      own.endpointRequests.observe({ endpoint: name }, seconds);
      own.endpointResponses.inc({ endpoint: name, code, outcome: up ? "success" : "error" });
      const lastSuccess = up ? Date.now() / 1000 : (watch.endpoints.get(name)?.lastSuccess ?? null);
      watch.endpoints.set(name, { health, lastSuccess });
    }),
  ]);
}

async function probeOne(watch: Watch, own: OwnMetrics, rail: RailConfig, node: NodeConfig): Promise<void> {
  const key = nodeKey(rail.name, node.name);
  const labels = { rail: rail.name, node: node.name };
  const stop = own.nodeRequests.startTimer(labels);
  try {
    const health = await probeNode(nodeRpc(node.url, watch.config.timeoutSeconds), rail.chainId);
    watch.nodes.set(key, { health, lastFailure: watch.nodes.get(key)?.lastFailure ?? null });
  } catch (error) {
    const lastFailure = failureOf(error);
    own.nodeFailures.inc({ ...labels, code: lastFailure.code });
    watch.nodes.set(key, { health: null, lastFailure });
  } finally {
    stop();
  }
}

function emptyWatch(config: MonitoringConfig): Watch {
  return {
    config,
    follow: { source: null, head: null, lastSuccess: null, failing: null, lastFailure: null },
    published: null,
    state: null,
    nodes: new Map(),
    endpoints: new Map(),
  };
}
