import type { Provider } from "ethers";

import type { ContractName, ContractsRecord } from "#lib/deployment/contracts-record";

import { suiteContracts } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import { describeContract } from "#lib/deployment/deployment-record";
import { implementationHistories } from "#lib/deployment/implementation-history";
import { SuiteError } from "#lib/errors/suite-error";

export interface RefreshedRecord {
  readonly record: ContractsRecord;
  /** Contracts of which the old record said something else. */
  readonly changed: readonly ContractName[];
}

/**
 * Brings a deployment record up to date with the chain: which implementation each proxy runs and which it ran before.
 * Addresses stay as they are. Writes nothing.
 *
 * @throws SuiteError `chain/history-incomplete` when the node's events do not lead to what runs, `conflict/other-code` when
 * the code at an address of the suite itself is another one.
 */
export async function refreshRecord(provider: Provider, record: ContractsRecord): Promise<RefreshedRecord> {
  const toBlock = await provider.getBlockNumber();
  const address = suiteContracts.map((name) => record.contracts[name].address);
  const logs = await readLogs({ provider, address, fromBlock: record.deployedAtBlock, toBlock });
  const histories = await implementationHistories(provider, record, logs);
  const contracts = { ...record.contracts };
  const changed: ContractName[] = [];
  for (const name of suiteContracts) {
    const known = record.contracts[name];
    const history = histories[name];
    const found = await describeContract(provider, known.address);
    requireSameCode(name, known, found.codehash);
    requireWholeHistory(name, found.implementation, history.at(-1)?.implementation ?? null);
    contracts[name] = { ...found, history };
    if (JSON.stringify(contracts[name]) !== JSON.stringify(known)) changed.push(name);
  }
  return { record: { ...record, contracts }, changed };
}

function requireSameCode(name: ContractName, known: ContractsRecord["contracts"]["RoleRegistry"], found: string): void {
  if (found === known.codehash) return;
  throw new SuiteError({
    code: "conflict/other-code",
    message: `The code of ${name} at ${known.address} is not the recorded one.`,
    hint: "No upgrade does that: the node may serve another chain with the same id.",
    details: { name, address: known.address, recorded: known.codehash, found },
  });
}

function requireWholeHistory(name: ContractName, running: string | null, last: string | null): void {
  if (running === last) return;
  throw new SuiteError({
    code: "chain/history-incomplete",
    message: `${name} runs ${running ?? "no implementation"}, but the node's last upgrade event is ${last ?? "none"}.`,
    hint: "The node withholds events, or was between two blocks: run the command again, or use another endpoint.",
    details: { name, running, last },
  });
}
