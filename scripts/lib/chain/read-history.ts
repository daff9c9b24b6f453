import { Contract, type Log, type Provider } from "ethers";

import { suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { evidenceHeadOf } from "#lib/deployment/evidence-head";
import { SuiteError } from "#lib/errors/suite-error";

/**
 * All events of a contract, none missing: they are chained, and the chain's head is compared. For what must not be told
 * "nothing is due" by a node that has lost its logs. Meant for contracts of governance, whose events are few.
 *
 * @throws SuiteError `chain/events-incomplete`, those of `readLogs`.
 */
export async function readHistory(
  provider: Provider,
  record: ContractsRecord,
  contract: SuiteContract,
): Promise<Log[]> {
  const { address } = record.contracts[contract];
  const toBlock = await provider.getBlockNumber();
  const logs = await readLogs({ provider, address, fromBlock: record.deployedAtBlock, toBlock });
  const kept = new Contract(address, suiteInterface(contract), provider);
  const head = (await kept.getFunction("evidenceHead").staticCall({ blockTag: toBlock })) as string;
  if (evidenceHeadOf(record.chainId, address, logs) === head) return logs;
  throw new SuiteError({
    code: "chain/events-incomplete",
    message: `The node serves ${String(logs.length)} events of the ${contract} that do not lead to its head ${head}.`,
    hint: "It has lost logs, or does not tell the truth. Use another endpoint.",
    details: { contract, address, events: logs.length, head, block: toBlock },
  });
}

/** Those with the given topics, in their places; any other where null is given. */
export function withTopics(logs: readonly Log[], topics: readonly (string | null | undefined)[]): Log[] {
  return logs.filter((log) =>
    topics.every((topic, index) => topic === null || topic === undefined || log.topics[index] === topic),
  );
}
