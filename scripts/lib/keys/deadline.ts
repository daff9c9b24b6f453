import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";
import { GRACE, type Key } from "#lib/keys/key";

const DAY = 86_400;

/** Where people are warned, in seconds before the deadline ("warn at 30, 7 and 1 days"). */
const WARNINGS = [
  ["1d", DAY],
  ["7d", 7 * DAY],
  ["30d", 30 * DAY],
] as const;

/** How urgent a key is, most urgent first; `none` for a key that is out of use or far from its deadline. */
export const urgencies = ["compromised", "overdue", "grace", "1d", "7d", "30d", "none"] as const;

export type Urgency = (typeof urgencies)[number];

/** What the clock says of a key. Times are Unix seconds. */
export interface Deadline {
  readonly urgency: Urgency;
  /** Seconds until it must be replaced; negative afterwards; null for a key that is out of use. */
  readonly left: number | null;
  readonly dueAt: number;
  /** The end of the grace, when its category is blocked, if it is one that is. */
  readonly graceEndsAt: number;
  /** What is refused now, or will be after the grace; null when nothing is. */
  readonly blocks: string | null;
}

/** @param now Unix time of the latest block. */
export function deadlineOf(key: Key, now: number): Deadline {
  const { dueAt } = key;
  const graceEndsAt = dueAt + GRACE;
  const common = { dueAt, graceEndsAt, blocks: blockedBy(key) };
  if (key.endedAt !== null) return { ...common, urgency: "none", left: null, blocks: null };
  return { ...common, urgency: urgencyOf(key, now), left: dueAt - now };
}

/** Whether a person has to act within `within` seconds, or should have acted. */
export function isPressing({ urgency, left }: Deadline, within: number): boolean {
  return urgency === "compromised" || (left !== null && left <= within);
}

/** One line: what is due until when, what the grace is, and what is blocked after it. */
export function describeDeadline({ urgency, left, dueAt, graceEndsAt, blocks }: Deadline): string {
  if (left === null) return "out of use";
  const after = blocks ?? "nothing is blocked";
  const grace = `grace until ${isoTime(graceEndsAt)}, then: ${after}`;
  switch (urgency) {
    case "compromised":
      return `COMPROMISED: ${after}; rotate or retire it`;
    case "overdue":
      return `OVERDUE since ${isoTime(dueAt)}, grace over since ${isoTime(graceEndsAt)}: ${after}`;
    case "grace":
      return `DUE since ${isoTime(dueAt)} (${showDuration(left)} ago), ${grace}`;
    case "1d":
    case "7d":
    case "30d":
      return `due within ${urgency}: ${isoTime(dueAt)} (${showDuration(left)} left), ${grace}`;
    case "none":
      return `due ${isoTime(dueAt)} (${showDuration(left)} left)`;
  }
}

function urgencyOf({ status, dueAt }: Key, now: number): Urgency {
  if (status === "Compromised") return "compromised";
  if (now >= dueAt + GRACE) return "overdue";
  if (now >= dueAt) return "grace";
  return WARNINGS.find(([, before]) => dueAt - now <= before)?.[0] ?? "none";
}

/** `KeyPolicy.isUsable` in words: what stops when the key is overdue, or compromised. */
function blockedBy({ category, holder, status }: Key): string | null {
  switch (category) {
    case "issuer":
      return `${holder} issues no credentials`;
    case "operator":
      return `${holder} makes no statement on the bridge`;
    case "audit":
      return status === "Compromised" ? "nothing new may be encrypted to it" : null;
    case "governance":
      return null;
  }
}
