import { dataSlice, getAddress, id, keccak256, type Log, type Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";

import { suiteContracts, suiteInterface } from "#lib/abi/suite-interface";

/** One implementation that a proxy of the suite ran, or runs. */
export type ImplementationEntry = ContractsRecord["contracts"]["RoleRegistry"]["history"][number];

export type ImplementationHistories = Readonly<Record<(typeof suiteContracts)[number], ImplementationEntry[]>>;

const UPGRADED = id("Upgraded(address)");
const BY_CHANGE = ["ChangeExecuted", "ChangeRolledBack"].map(
  (name) => suiteInterface("ChangeManager").getEvent(name)?.topicHash,
);

/**
 * What each proxy ran, oldest first, from the logs of the suite's contracts. An upgrade belongs to the change that was
 * executed or rolled back in the same transaction; the deployment and break-glass have none.
 */
export async function implementationHistories(
  provider: Provider,
  record: ContractsRecord,
  logs: readonly Log[],
): Promise<ImplementationHistories> {
  const manager = record.contracts.ChangeManager.address;
  const changes = new Map<string, string>();
  for (const { address, topics, transactionHash } of logs) {
    if (address === manager && BY_CHANGE.includes(topics[0])) changes.set(transactionHash, topics[1] ?? "");
  }
  const histories = suiteContracts.map(async (name) => {
    const { address } = record.contracts[name];
    const upgrades = logs.filter((log) => log.address === address && log.topics[0] === UPGRADED);
    const entries = upgrades.map(async ({ topics, blockNumber, transactionHash }): Promise<ImplementationEntry> => {
      const implementation = getAddress(dataSlice(topics[1] ?? "", 12));
      const codehash = keccak256(await provider.getCode(implementation));
      return { implementation, codehash, blockNumber, change: changes.get(transactionHash) ?? null };
    });
    return [name, await Promise.all(entries)] as const;
  });
  return Object.fromEntries(await Promise.all(histories)) as ImplementationHistories;
}
