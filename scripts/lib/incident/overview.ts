import type { Provider } from "ethers";

import { chainTime } from "#lib/chain/chain-time";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readDebt, type ReviewDebt } from "#lib/emergency/read-debts";
import { breachesOf, clocksOf, describeClock, type Clock } from "#lib/incident/clocks";
import type { FiledReview, Incident } from "#lib/incident/incident";
import { isoTime } from "#lib/input/parse-time";
import { listIncidentIds, readFiledReview, readIncident, readNamedKeys } from "#lib/incident/read-incident";

/** One incident with its clocks. */
export interface IncidentEntry {
  readonly label: string;
  readonly incident: Incident;
  readonly clocks: readonly Clock[];
  readonly breaches: readonly Clock[];
}

/** One incident with all that is stored about it. */
export interface IncidentOverview extends IncidentEntry {
  readonly review: FiledReview | null;
  readonly keys: readonly string[];
  /** Null when it owes no review to the EmergencyController. */
  readonly debt: ReviewDebt | null;
}

/** Every incident, oldest first, with its clocks at the latest block. */
export async function listIncidents(
  provider: Provider,
  record: ContractsRecord,
  labelOf: (id: string) => string,
): Promise<IncidentEntry[]> {
  const now = await chainTime(provider);
  const ids = await listIncidentIds(provider, record);
  const incidents = await Promise.all(ids.map((id) => readIncident(provider, record, id)));
  return incidents
    .filter((incident) => incident !== undefined)
    .map((incident) => entryOf(incident, labelOf(incident.id), now));
}

/** Reads what is stored about an incident. */
export async function readOverview(
  provider: Provider,
  record: ContractsRecord,
  incident: Incident,
  label: string,
): Promise<IncidentOverview> {
  const now = await chainTime(provider);
  const [review, keys, debt] = await Promise.all([
    readFiledReview(provider, record, incident.id),
    readNamedKeys(provider, record, incident.id),
    readDebt(provider, record, incident.id, now),
  ]);
  return { ...entryOf(incident, label, now), review: review ?? null, keys, debt: debt.dueAt === 0 ? null : debt };
}

/** Lines for people. */
export function renderEntry({ label, incident, clocks, breaches }: IncidentEntry): string[] {
  const open = clocks.filter(({ state }) => state === "running" || state === "late");
  const broken = breaches.filter(({ state }) => state === "breached");
  return [
    `${label}  ${incident.severity}  ${incident.status}${breaches.length === 0 ? "" : `  ${String(breaches.length)} BREACHED`}`,
    ...[...broken, ...open].map((clock) => `  ${describeClock(clock)}`),
  ];
}

function entryOf(incident: Incident, label: string, now: number): IncidentEntry {
  const clocks = clocksOf(incident, now);
  return { label, incident, clocks, breaches: breachesOf(clocks) };
}

/** {@link renderEntry}, with what is owed. */
export function renderOverview(overview: IncidentOverview): string[] {
  const { review, keys, debt } = overview;
  return [
    ...renderEntry(overview),
    ...(review === null
      ? []
      : [`  ${review.interim ? "interim review" : "review"} ${review.digest} awaits acceptance`]),
    ...keys.map((key) => `  key ${key} must be rotated before the incident is resolved`),
    ...(debt?.open === true
      ? [`  review owed by ${isoTime(debt.dueAt)}${debt.overdue.length === 0 ? "" : ", OVERDUE"}`]
      : []),
  ];
}
