import { Contract, type BlockTag, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { GatewayEvent } from "#lib/bridge/metrics-snapshot";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { describeEvent } from "#lib/evidence/describe-event";

const DAY = 86_400;

/** A view of the gateway, as it was after a block. */
export type GatewayView = (name: string, ...values: unknown[]) => Promise<unknown>;

export function gatewayAt(provider: Provider, record: ContractsRecord, blockTag: BlockTag = "latest"): GatewayView {
  const gateway = new Contract(record.contracts.BridgeGateway.address, suiteInterface("BridgeGateway"), provider);
  return (name, ...values) => gateway.getFunction(name).staticCall(...values, { blockTag });
}

/** A struct that a view returned, field by field. */
export function fieldsOf(answer: unknown): Readonly<Record<string, unknown>> {
  return (answer as Result).toObject() as Record<string, unknown>;
}

/**
 * Every event of the gateway up to a block, in order.
 *
 * Of blocks older than the day before `block` only so much is known that they are: the snapshot asks no more of them, and
 * a node need not be asked for the time of each.
 */
export async function readGatewayEvents(
  provider: Provider,
  record: ContractsRecord,
  block: { readonly number: number; readonly timestamp: number },
): Promise<GatewayEvent[]> {
  const abi = suiteInterface("BridgeGateway");
  const logs = await readLogs({
    provider,
    address: record.contracts.BridgeGateway.address,
    fromBlock: record.deployedAtBlock,
    toBlock: block.number,
  });
  const recent = (Math.floor(block.timestamp / DAY) - 1) * DAY;
  const events: GatewayEvent[] = [];
  let known = { number: block.number, timestamp: block.timestamp };
  for (const log of logs.reverse()) {
    if (log.blockNumber !== known.number && known.timestamp >= recent) {
      known = { number: log.blockNumber, timestamp: (await provider.getBlock(log.blockNumber))?.timestamp ?? 0 };
    }
    const event = describeEvent(abi, log.topics, log.data);
    if (event !== null) events.push({ event, blockNumber: log.blockNumber, timestamp: known.timestamp });
  }
  return events.reverse();
}
