import type { Log, Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { modeAt } from "#lib/emergency/mode";
import { OPERATIONS } from "#lib/emergency/system-modes";
import type { SystemBook } from "#lib/emergency/systems";
import { audiences, severities } from "#lib/incident/incident";
import { isoTime } from "#lib/input/parse-time";

/** One thing that happened in an incident. */
export interface IncidentEvent {
  readonly contract: "IncidentRegistry" | "EmergencyController";
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Unix time of the block. */
  readonly time: number;
  readonly blockNumber: number;
  readonly logIndex: number;
  readonly transactionHash: string;
}

const contracts = ["IncidentRegistry", "EmergencyController"] as const;

/** Everything that the chain holds of an incident, in order, with the times of the blocks. */
export async function readStory(provider: Provider, record: ContractsRecord, id: string): Promise<IncidentEvent[]> {
  const toBlock = await provider.getBlockNumber();
  const parts = await Promise.all(
    contracts.map(async (contract) => {
      const { address } = record.contracts[contract];
      // The incident is the first, second or third indexed argument, depending on the event.
      const logs = await Promise.all(
        [[id], [null, id], [null, null, id]].map((topics) =>
          readLogs({
            provider,
            address,
            topics: [null, ...topics],
            fromBlock: record.deployedAtBlock,
            toBlock,
          }),
        ),
      );
      return logs.flat().flatMap((log) => parse(contract, log, id));
    }),
  );
  const events = parts.flat().sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
  const times = await blockTimes(provider, new Set(events.map(({ blockNumber }) => blockNumber)));
  return events.map((event) => ({ ...event, time: times.get(event.blockNumber) ?? 0 }));
}

/** One line, in words, of the fields that people ask for. */
export function describeEvent({ name, args, time, transactionHash }: IncidentEvent, book: SystemBook): string {
  const fields = Object.entries(args)
    .filter(([field]) => field !== "incidentId")
    .map(([field, value]) => `${field} ${showField(field, value, book)}`);
  return `${isoTime(time)}  ${name}  ${fields.join(", ")}  (${transactionHash})`;
}

function parse(contract: IncidentEvent["contract"], log: Log, id: string): Omit<IncidentEvent, "time">[] {
  const parsed = suiteInterface(contract).parseLog(log);
  // Another event may carry the same 32 bytes in another meaning.
  if (parsed?.args.getValue("incidentId") !== id) return [];
  const args = parsed.fragment.inputs.map((input, index) => [input.name, plain(parsed.args[index])] as const);
  return [
    {
      contract,
      name: parsed.name,
      args: Object.fromEntries(args),
      blockNumber: log.blockNumber,
      logIndex: log.index,
      transactionHash: log.transactionHash,
    },
  ];
}

async function blockTimes(provider: Provider, numbers: ReadonlySet<number>): Promise<Map<number, number>> {
  const times = await Promise.all(
    [...numbers].map(async (number) => [number, (await provider.getBlock(number))?.timestamp ?? 0] as const),
  );
  return new Map(times);
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return Array.isArray(value) ? value.map(plain) : value;
}

function showField(field: string, value: unknown, book: SystemBook): string {
  const text = String(value);
  switch (field) {
    case "systemId":
      return book.named(text).name;
    case "mode":
      return modeAt(Number(text));
    case "operation":
      return OPERATIONS[Number(text)] ?? text;
    case "severity":
      return severities[Number(text)] ?? text;
    case "audience":
      return audiences[Number(text)] ?? text;
    case "strictUntil":
    case "limitedUntil":
    case "until":
    case "dueAt":
    case "narrativeDueAt":
    case "filedAt":
      return text === "0" ? "none" : isoTime(Number(text));
    default:
      return text;
  }
}
