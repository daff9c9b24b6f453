import { type GatewayEvent, metricsSnapshot } from "#lib/bridge/metrics-snapshot";
import type { MetricsSnapshot } from "#lib/bridge/snapshot-format";
import type { BlockHeader } from "#lib/evidence/block-header";
import type { EventLine } from "#lib/evidence/format";
import { numberArgument } from "#lib/evidence/event-values";
import type { Trust } from "#lib/evidence/trust";

/** The gateway's metrics at a block; undefined where the trust file names no gateway. */
export function snapshotAt(
  events: Iterable<GatewayEvent>,
  { number, hash, timestamp }: BlockHeader,
  { chainId, contracts }: Trust,
): MetricsSnapshot | undefined {
  const gateway = contracts["BridgeGateway"]?.address;
  if (gateway === undefined) return undefined;
  return metricsSnapshot(events, { chainId, gateway, block: { number, hash, timestamp } });
}

/** What monitoring must have seen when it acknowledged changes, by the block that it looked at, from events alone. */
export function acknowledgedSnapshots(
  events: readonly EventLine[],
  headers: readonly BlockHeader[],
  trust: Trust,
): Map<number, MetricsSnapshot> {
  const snapshots = new Map<number, MetricsSnapshot>();
  const gatewayEvents = events.flatMap(({ contract, event, blockNumber, timestamp }) =>
    contract === "BridgeGateway" && event !== null ? [{ event, blockNumber, timestamp }] : [],
  );
  for (const { contract, event } of events) {
    if (contract !== "ChangeManager" || event?.name !== "ChangeAcknowledged") continue;
    const header = headers.find(({ number }) => number === numberArgument(event, "observedBlock"));
    const snapshot = header === undefined ? undefined : snapshotAt(gatewayEvents, header, trust);
    if (snapshot !== undefined) snapshots.set(snapshot.block.number, snapshot);
  }
  return snapshots;
}
