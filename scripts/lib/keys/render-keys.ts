import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";
import { deadlineOf, describeDeadline, urgencies, type Deadline } from "#lib/keys/deadline";
import type { Key } from "#lib/keys/key";
import type { NamingIncident } from "#lib/keys/key-incidents";

/** A key with its name and what the clock says of it. */
export interface KeyEntry {
  readonly name: string;
  readonly key: Key;
  readonly deadline: Deadline;
}

/** @param now Unix time of the latest block. */
export function entryOf(key: Key, nameOf: (id: string) => string, now: number): KeyEntry {
  return { name: nameOf(key.id), key, deadline: deadlineOf(key, now) };
}

/** What a person has to do first comes first. */
export function mostPressingFirst(entries: readonly KeyEntry[]): KeyEntry[] {
  const rank = ({ deadline }: KeyEntry): number => urgencies.indexOf(deadline.urgency);
  return [...entries].sort((a, b) => rank(a) - rank(b) || (a.deadline.left ?? 0) - (b.deadline.left ?? 0));
}

/** Two lines. */
export function renderEntry({ name, key, deadline }: KeyEntry): string[] {
  return [
    `${name}  ${key.category}  ${key.status}  ${key.usable ? "usable" : "BLOCKED"}  of ${key.holder}, kept by ${key.custody}`,
    `  ${describeDeadline(deadline)}`,
  ];
}

/** What is stored of a key, who waits for it, and what came of it. */
export function renderOverview(
  entry: KeyEntry,
  successors: readonly KeyEntry[],
  incidents: readonly (NamingIncident & { readonly label: string })[],
): string[] {
  const { id, custodyDigest, rotationPeriod, registeredAt, compromisedAt, endedAt, drilledAt } = entry.key;
  const moment = (what: string, time: number | null): string[] => (time === null ? [] : [`  ${what} ${isoTime(time)}`]);
  return [
    ...renderEntry(entry),
    `  id ${id}`,
    `  custody document ${custodyDigest}; replaced every ${showDuration(rotationPeriod)}`,
    ...moment("registered", registeredAt),
    ...moment("reported as compromised", compromisedAt),
    ...moment("out of use since", endedAt),
    drilledAt === null ? "  its recovery was never drilled" : `  recovery drilled ${isoTime(drilledAt)}`,
    ...successors.map(({ name, key }) => `  → ${name}  ${key.status}  ${key.usable ? "usable" : "BLOCKED"}`),
    ...incidents.map(
      ({ label, severity, status, held }) =>
        `  named by ${label}  ${severity}  ${status}${held ? ": HELD OPEN until this key is replaced or retired" : ""}`,
    ),
  ];
}
