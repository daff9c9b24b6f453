import type { Log, Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { custodies } from "#lib/keys/key";

/** One thing that happened to a key. */
export interface KeyEvent {
  readonly name: string;
  readonly args: Readonly<Record<string, string>>;
  readonly blockNumber: number;
  readonly transactionHash: string;
}

/** Everything that the register holds of a key, in order; its rotation into it, if it replaced another, among it. */
export async function readKeyStory(provider: Provider, record: ContractsRecord, id: string): Promise<KeyEvent[]> {
  const history = await readHistory(provider, record, "KeyRegistry");
  return history.flatMap((log) => parse(log, id));
}

/** One line. */
export function describeKeyEvent({ name, args, blockNumber, transactionHash }: KeyEvent): string {
  const fields = Object.entries(args)
    .filter(([field]) => field !== "category")
    .map(([field, value]) => `${field} ${field === "custody" ? (custodies[Number(value)] ?? value) : value}`);
  return `block ${String(blockNumber)}  ${name}  ${fields.join(", ")}  (${transactionHash})`;
}

function parse(log: Log, id: string): KeyEvent[] {
  const parsed = suiteInterface("KeyRegistry").parseLog(log);
  // Another event may carry the same 32 bytes in another meaning.
  if (parsed === null || !["keyId", "successor"].some((field) => valueOf(parsed.args, field) === id)) return [];
  const args = parsed.fragment.inputs.map((input, index) => [input.name, String(parsed.args[index])] as const);
  return [
    {
      name: parsed.name,
      args: Object.fromEntries(args),
      blockNumber: log.blockNumber,
      transactionHash: log.transactionHash,
    },
  ];
}

function valueOf(args: { toObject: () => Record<string, unknown> }, field: string): unknown {
  return args.toObject()[field];
}
