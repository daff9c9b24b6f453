import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { isReviewOverdue, readOpenDebts, type ReviewDebt } from "#lib/emergency/read-debts";
import { readSystem, type SystemState } from "#lib/emergency/read-system";
import type { KnownSystem, SystemBook } from "#lib/emergency/systems";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** All systems and debts at one block. */
export interface EmergencyStatus {
  readonly blockNumber: number;
  /** Unix time of the block: the clock that modes go by. */
  readonly now: number;
  /** Whether the Emergency Council is down to its reserve of twelve hours a system. */
  readonly reviewOverdue: boolean;
  readonly systems: readonly SystemState[];
  readonly debts: readonly ReviewDebt[];
}

/** Reads every system that governance.json names or that the chain has seen. */
export async function readEmergencyStatus(
  provider: Provider,
  record: ContractsRecord,
  book: SystemBook,
): Promise<EmergencyStatus> {
  const block = await provider.getBlock("latest");
  if (block === null) throw new TypeError("The node has no latest block.");
  const { number: blockNumber, timestamp: now } = block;
  const known = [...book.all, ...(await seenSystems(provider, record, book, blockNumber))];
  const [systems, debts, reviewOverdue] = await Promise.all([
    Promise.all(known.map((system) => readSystem(provider, record, system, now))),
    readOpenDebts(provider, record, now),
    isReviewOverdue(provider, record),
  ]);
  return { blockNumber, now, reviewOverdue, systems, debts };
}

/** The status as lines for people. `labelOf` names incidents. */
export function renderStatus(status: EmergencyStatus, labelOf: (incidentId: string) => string): string[] {
  const { blockNumber, now, reviewOverdue, systems, debts } = status;
  return [
    `block ${String(blockNumber)}, ${isoTime(now)}`,
    ...(systems.length === 0 ? ["No system is known; name them under systems in governance.json."] : []),
    ...systems.flatMap((system) => renderSystem(system, now)),
    ...(debts.length === 0 ? ["No review is owed."] : debts.map((debt) => renderDebt(debt, now, labelOf))),
    reviewOverdue
      ? "A review is OVERDUE: each system can be restricted from its reserve only, for 12h."
      : "No review is overdue.",
  ];
}

function renderSystem({ name, schedule, budgetLeft, used, overrides, volume }: SystemState, now: number): string[] {
  const periods = schedule.map(({ mode, until }) => (until === null ? mode : `${mode} until ${isoTime(until)}`));
  const budget = `may be restricted for ${showDuration(budgetLeft)} from now; used ${showDuration(used.strict)} of the budget, ${showDuration(used.reserve)} of the reserve`;
  const restricted = schedule.length > 1;
  return [
    `${name}: ${periods.join(", then ")}`,
    `  ${budget}${used.overrides === 0 ? "" : `, in overrides ${showDuration(used.overrides)}`}`,
    ...(restricted ? [`  volume cap ${volume.perDay.toString()} a day, ${volume.available.toString()} left`] : []),
    ...overrides.map(
      ({ operation, until }) => `  override: ${operation} until ${isoTime(until)}, ${showDuration(until - now)} left`,
    ),
  ];
}

function renderDebt(debt: ReviewDebt, now: number, labelOf: (incidentId: string) => string): string {
  const { incidentId, dueAt, narrativeDueAt, filedAt, overdue, registered } = debt;
  const due = (time: number): string =>
    time >= now ? `due ${isoTime(time)}, ${showDuration(time - now)} left` : `DUE ${isoTime(time)}, late`;
  return [
    `owed for ${labelOf(incidentId)}: review ${due(dueAt)}`,
    ...(filedAt === null ? [] : [`filed ${isoTime(filedAt)}, awaits its acceptance`]),
    ...(narrativeDueAt === null ? [] : [`narrative ${due(narrativeDueAt)}`]),
    ...(registered ? [] : ["not in the IncidentRegistry"]),
    ...(overdue.length === 0 ? [] : [`OVERDUE: ${overdue.join(" and ")}`]),
  ].join("; ");
}

/** Systems that were restricted or overridden and that governance.json does not name. */
async function seenSystems(
  provider: Provider,
  record: ContractsRecord,
  book: SystemBook,
  toBlock: number,
): Promise<KnownSystem[]> {
  const abi = suiteInterface("EmergencyController");
  const named = new Set(book.all.map(({ id }) => id));
  const logs = await Promise.all(
    ["SystemRestricted", "OverrideGranted"].map((event) =>
      readLogs({
        provider,
        address: record.contracts.EmergencyController.address,
        topics: [abi.getEvent(event)?.topicHash ?? null],
        fromBlock: record.deployedAtBlock,
        toBlock,
      }),
    ),
  );
  const ids = new Set(logs.flat().map(({ topics }) => topics[1] ?? ""));
  return [...ids].filter((id) => !named.has(id)).map((id) => book.named(id));
}
