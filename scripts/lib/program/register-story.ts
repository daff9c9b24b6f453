import type { Log, Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { plain } from "#lib/calls/describe-call";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

export type Register = "ProgramRegistry" | "DistributionLedger";

/** One thing that happened to a programme or a batch. */
export interface RegisterEvent {
  readonly name: string;
  /** By name; integers as decimal strings, tuples as objects. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly blockNumber: number;
  readonly logIndex: number;
  readonly transactionHash: string;
}

const REGISTERS: readonly Register[] = ["ProgramRegistry", "DistributionLedger"];

/** All events about a programme or a batch, whose id is their first topic, in the order of the chain. */
export async function readRegisterStory(
  provider: Provider,
  record: ContractsRecord,
  id: string,
): Promise<RegisterEvent[]> {
  const parts = await Promise.all(
    REGISTERS.map((register) => readRegisterEvents(provider, record, register, [null, id])),
  );
  return parts.flat().sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}

/** Events of a register by topics, in the order of the chain. */
export async function readRegisterEvents(
  provider: Provider,
  record: ContractsRecord,
  register: Register,
  topics: readonly (string | null)[],
): Promise<RegisterEvent[]> {
  const logs = await readLogs({
    provider,
    address: record.contracts[register].address,
    topics,
    fromBlock: record.deployedAtBlock,
    toBlock: await provider.getBlockNumber(),
  });
  return logs.flatMap((log) => parse(register, log));
}

/** The topic of an event of a register. */
export function topicOf(register: Register, event: string): string {
  return suiteInterface(register).getEvent(event)?.topicHash ?? "";
}

function parse(register: Register, log: Log): RegisterEvent[] {
  const parsed = suiteInterface(register).parseLog(log);
  if (parsed === null) return [];
  const args = parsed.fragment.inputs.map((input, index) => [input.name, plain(input, parsed.args[index])] as const);
  const { blockNumber, index: logIndex, transactionHash } = log;
  return [{ name: parsed.name, args: Object.fromEntries(args), blockNumber, logIndex, transactionHash }];
}
