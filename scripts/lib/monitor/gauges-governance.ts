import { changeClasses } from "#lib/change/change-class";
import type { GaugeDefinition, Sample } from "#lib/monitor/gauge";
import type { SuiteState } from "#lib/monitor/suite-state";
import { keyCategories } from "#lib/keys/key-id";

const WAITING = ["Proposed", "Queued", "Ready"] as const;
const KEY_STATUSES = ["Current", "Due", "Overdue", "Compromised"] as const;

/** Who can act, what waits for them, and whose keys are due. */
export const governanceGauges: readonly GaugeDefinition[] = [
  ofState("sign_account_info", "The legal entity that an account acts for.", ["account", "entity"], ({ accounts }) =>
    accounts.map(({ account, entity }) => [[account, entity], 1]),
  ),
  ofState("sign_changes_waiting", "Changes that wait, by class and status.", ["class", "status"], ({ changes }) =>
    pairs(changeClasses, WAITING).map(([changeClass, status]) => [
      [changeClass, status],
      changes.filter((change) => change.class === changeClass && change.status === status).length,
    ]),
  ),
  ofState(
    "sign_change_proposed_timestamp_seconds",
    "When a change that waits was proposed.",
    ["change", "class", "status"],
    ({ changes }) => changes.map((change) => [[change.id, change.class, change.status], change.since]),
  ),
  ofState(
    "sign_change_expires_timestamp_seconds",
    "When a change that waits expires: the end of the window to approve it, or to execute it.",
    ["change", "class", "status"],
    ({ changes }) => changes.map((change) => [[change.id, change.class, change.status], change.until]),
  ),
  ofState("sign_keys", "Keys in use, by category and status.", ["category", "status"], ({ keys }) =>
    pairs(keyCategories, KEY_STATUSES).map(([category, status]) => [
      [category, status],
      keys.filter((key) => key.category === category && key.status === status).length,
    ]),
  ),
  ofState(
    "sign_key_due_timestamp_seconds",
    "When a key in use must have been replaced.",
    ["key", "category", "holder"],
    ({ keys }) => keys.map(({ name, category, holder, dueAt }) => [[name, category, holder], dueAt]),
  ),
  ofState("sign_council_quorum", "Signatures that a council's Safe takes.", ["council"], ({ councils }) =>
    councils.map(({ name, quorum }) => [[name], quorum]),
  ),
  ofState("sign_council_owners", "Owners of a council's Safe.", ["council"], ({ councils }) =>
    councils.map(({ name, owners }) => [[name], owners]),
  ),
  ofState(
    "sign_council_seats",
    "Owners of a council's Safe by the constituency of their seat; UNSEATED for those without.",
    ["council", "constituency"],
    ({ councils }) =>
      councils.flatMap(({ name, constituencies }) =>
        Object.entries(constituencies).map(([constituency, seats]): Sample => [[name, constituency], seats]),
      ),
  ),
  ofState("sign_council_registered", "1 while the guard counts the Safe as a council.", ["council"], ({ councils }) =>
    councils.map(({ name, status }) => [[name], status === "Registered" ? 1 : 0]),
  ),
];

/** A gauge over what the contracts hold; no series before it was read. */
export function ofState(
  name: string,
  help: string,
  labels: readonly string[],
  samples: (state: SuiteState) => readonly Sample[],
): GaugeDefinition {
  return { name, help, labels, samples: ({ state }) => (state === null ? [] : samples(state)) };
}

/** Every combination: a count of zero is a series, too, so that its first increase is seen. */
export function pairs<First, Second>(first: readonly First[], second: readonly Second[]): [First, Second][] {
  return first.flatMap((one) => second.map((other): [First, Second] => [one, other]));
}
