import { toBeHex, zeroPadValue, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

export type IdentityContract = "AccreditationRegistry" | "CredentialLedger";

/** Something that a register says of itself. Values are text: digests, addresses and decimal numbers. */
export interface IdentityEvent {
  readonly name: string;
  readonly args: Readonly<Record<string, string>>;
  readonly blockNumber: number;
  readonly transactionHash: string;
}

/** Which events are meant: of one name or of any, with these indexed arguments. */
export interface EventFilter {
  readonly contract: IdentityContract;
  readonly name: string | null;
  readonly indexed?: readonly string[];
}

/** Events of a register, oldest first. */
export async function readEvents(
  provider: Provider,
  record: ContractsRecord,
  { contract, name, indexed = [] }: EventFilter,
): Promise<IdentityEvent[]> {
  const abi = suiteInterface(contract);
  const topic0 = name === null ? null : (abi.getEvent(name)?.topicHash ?? null);
  const logs = await readLogs({
    provider,
    address: record.contracts[contract].address,
    topics: [topic0, ...indexed],
    fromBlock: record.deployedAtBlock,
    toBlock: await provider.getBlockNumber(),
  });
  return logs.flatMap((log) => {
    const parsed = abi.parseLog(log);
    if (parsed === null) return [];
    const args = parsed.fragment.inputs.map((input, index) => [input.name, String(parsed.args[index])] as const);
    const { blockNumber, transactionHash } = log;
    return [{ name: parsed.name, args: Object.fromEntries(args), blockNumber, transactionHash }];
  });
}

/** An address or a small number as an indexed argument. */
export function topicOf(value: string | number): string {
  return typeof value === "number" ? toBeHex(value, 32) : zeroPadValue(value, 32);
}

/** One line. */
export function describeEvent({ name, args, blockNumber, transactionHash }: IdentityEvent): string {
  const fields = Object.entries(args).map(([field, value]) => `${field} ${value}`);
  return `block ${String(blockNumber)}  ${name}  ${fields.join(", ")}  (${transactionHash})`;
}
