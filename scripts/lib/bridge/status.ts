import { ZeroAddress, type Provider } from "ethers";

import { directions, type Direction } from "#lib/bridge/gateway-words";
import { pendingChanges, type PendingChange } from "#lib/bridge/pending";
import { fieldsOf, gatewayAt, type GatewayView } from "#lib/bridge/read-gateway";
import { counterpartiesOf, readParameters, type ParameterState } from "#lib/bridge/read-parameters";
import type { MetricsSnapshot } from "#lib/bridge/snapshot-format";
import { readBlock, takeSnapshot } from "#lib/bridge/take-snapshot";
import { readToken, type Token } from "#lib/bridge/token";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readSystem, type SystemState } from "#lib/emergency/read-system";
import type { SystemBook } from "#lib/emergency/systems";

/** One limit as it stands. Amounts in the smallest unit, times in Unix seconds. */
export interface Limit {
  readonly direction: Direction;
  /** Null for the whole rail pair. */
  readonly counterparty: string | null;
  readonly capacity: bigint;
  /** Seconds; zero for a limit that was never set, which denies. */
  readonly window: number;
  readonly used: bigint;
  readonly available: bigint;
  /** When nothing is used any more, if nothing more is converted. */
  readonly fullAt: number;
}

/** A bridge at one block. */
export interface BridgeStatus {
  readonly gateway: string;
  readonly token: Token;
  readonly rail: SystemState;
  readonly limits: readonly Limit[];
  readonly parameters: readonly ParameterState[];
  /** Volumes, failures, both rails' books. */
  readonly metrics: MetricsSnapshot;
  readonly pending: readonly PendingChange[];
}

/**
 * Everything that an operator asks of a bridge, at the latest block.
 *
 * @throws SuiteError those of `takeSnapshot` and `readToken`.
 */
export async function readBridge(provider: Provider, record: ContractsRecord, book: SystemBook): Promise<BridgeStatus> {
  const { number, timestamp: now } = await readBlock(provider, record, await provider.getBlockNumber());
  const ask = gatewayAt(provider, record, number);
  const systemId = String(await ask("systemId"));
  const states = await readParameters(provider, record, number);
  const counterparties = [null, ...counterpartiesOf(states)];
  const [token, rail, limits, metrics, pending] = await Promise.all([
    readToken(provider, record),
    readSystem(provider, record, book.named(systemId), now),
    Promise.all(
      counterparties.flatMap((counterparty) =>
        directions.map((direction) => readLimit(ask, direction, counterparty, now)),
      ),
    ),
    takeSnapshot(provider, record, number),
    pendingChanges(provider, record),
  ]);
  const { address: gateway } = record.contracts.BridgeGateway;
  return { gateway, token, rail, limits, parameters: states, metrics, pending };
}

async function readLimit(
  ask: GatewayView,
  direction: Direction,
  counterparty: string | null,
  now: number,
): Promise<Limit> {
  const state = fieldsOf(await ask("flowOf", directions.indexOf(direction), counterparty ?? ZeroAddress));
  const [capacity, used, available] = [state["capacity"], state["used"], state["available"]] as [
    bigint,
    bigint,
    bigint,
  ];
  const window = state["window"] as bigint;
  const refill = capacity === 0n ? 0n : (used * window + capacity - 1n) / capacity;
  return { direction, counterparty, capacity, window: Number(window), used, available, fullAt: now + Number(refill) };
}
