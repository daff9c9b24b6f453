import type { Provider } from "ethers";

import { metricsSnapshot } from "#lib/bridge/metrics-snapshot";
import { readCounters } from "#lib/bridge/read-counters";
import { readGatewayEvents } from "#lib/bridge/read-gateway";
import { differenceOf } from "#lib/bridge/snapshot-difference";
import type { MetricsSnapshot } from "#lib/bridge/snapshot-format";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** A block as a snapshot names it. */
export type SnapshotBlock = MetricsSnapshot["block"];

/**
 * Takes the snapshot of a block: from the gateway's events, and again from its counters as they stand after that block. A
 * node that leaves out an event, or makes one up, is found out.
 *
 * @throws SuiteError `input/unknown-block`, `conflict/gateway-counters`, `chain/no-state`.
 */
export async function takeSnapshot(
  provider: Provider,
  record: ContractsRecord,
  number: number,
): Promise<MetricsSnapshot> {
  const block = await readBlock(provider, record, number);
  const snapshot = await snapshotFromEvents(provider, record, block);
  const counted = await readCounters(provider, record, snapshot);
  const difference = differenceOf(snapshot, counted);
  if (difference === undefined) return snapshot;
  const { field, first: events, second: counters } = difference;
  throw new SuiteError({
    code: "conflict/gateway-counters",
    message: `${field} at block ${String(number)} is ${events} by the gateway's events and ${counters} by its own counters.`,
    hint: "The node does not tell the truth, or has lost logs. Ask another node; acknowledge nothing until two agree.",
    details: { field, events, counters, block: number },
  });
}

/** The snapshot of a block from the gateway's events alone, as an auditor computes it from a bundle. */
export async function snapshotFromEvents(
  provider: Provider,
  record: ContractsRecord,
  block: SnapshotBlock,
): Promise<MetricsSnapshot> {
  const events = await readGatewayEvents(provider, record, block);
  const { chainId } = record;
  return metricsSnapshot(events, { chainId, gateway: record.contracts.BridgeGateway.address, block });
}

/** @throws SuiteError `input/unknown-block`. */
export async function readBlock(provider: Provider, record: ContractsRecord, number: number): Promise<SnapshotBlock> {
  const block = number < record.deployedAtBlock ? null : await provider.getBlock(number);
  const hash = block?.hash ?? null;
  if (block !== null && hash !== null) return { number, hash, timestamp: block.timestamp };
  throw new SuiteError({
    code: "input/unknown-block",
    message: `The node has no block ${String(number)} of this deployment, which begins at ${String(record.deployedAtBlock)}.`,
    hint: "Give the number of a block that is mined, or latest-confirmed.",
    details: { block: number, deployedAtBlock: record.deployedAtBlock },
  });
}
