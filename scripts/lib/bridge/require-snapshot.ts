import { differenceOf } from "#lib/bridge/snapshot-difference";
import type { MetricsSnapshot } from "#lib/bridge/snapshot-format";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * Refuses a snapshot of another bridge.
 *
 * @param source The file, as the error shall name it.
 * @throws SuiteError `conflict/snapshot-scope`.
 */
export function requireOfBridge({ chainId, gateway }: MetricsSnapshot, record: ContractsRecord, source: string): void {
  const { address } = record.contracts.BridgeGateway;
  if (chainId === record.chainId && gateway === address) return;
  throw new SuiteError({
    code: "conflict/snapshot-scope",
    message: `${source} is of the gateway ${gateway} on chain ${String(chainId)}, this deployment has ${address} on chain ${String(record.chainId)}.`,
    hint: "Take a snapshot of this bridge with: npx hardhat monitor snapshot",
    details: { file: { chainId, gateway }, deployment: { chainId: record.chainId, gateway: address } },
  });
}

/**
 * Refuses a snapshot that says anything else than the chain, and names the first field in which they differ.
 *
 * @param computed The snapshot of the same block as this node's chain has it.
 * @throws SuiteError `conflict/snapshot-differs`.
 */
export function requireSame(snapshot: MetricsSnapshot, computed: MetricsSnapshot, source: string): void {
  const difference = differenceOf(snapshot, computed);
  if (difference === undefined) return;
  const { field, first, second } = difference;
  throw new SuiteError({
    code: "conflict/snapshot-differs",
    message: `${source} lies: ${field} is ${first} there and ${second} on the chain, at block ${String(computed.block.number)}.`,
    hint: "Do not sign, acknowledge or execute on it. Ask monitoring, and take one of your own with: npx hardhat monitor snapshot",
    details: { source, field, file: first, chain: second, block: computed.block.number },
  });
}
