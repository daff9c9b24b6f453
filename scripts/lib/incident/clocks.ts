import type { Incident } from "#lib/incident/incident";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

export type ClockName = "acknowledge" | "internal statement" | "public statement" | "mitigate" | "resolve" | "review";

/** One promise of an incident's severity. Times are Unix seconds. */
export interface Clock {
  readonly name: ClockName;
  readonly due: number;
  /** When it was kept or broken by being done; null while it is not done. */
  readonly doneAt: number | null;
  /** `kept` and `breached` are final; `running` has time left; `late` is not done and past its time. */
  readonly state: "kept" | "breached" | "running" | "late";
  /** Seconds left when running, or in hand when kept; negative by how much it was or is late. */
  readonly margin: number;
}

/**
 * The service-level clocks of an incident. A public statement is promised for SEV1 and SEV2; the review counts from the
 * resolution and has no clock before it.
 */
export function clocksOf(incident: Incident, now: number): Clock[] {
  const { openedAt, levels, severity, resolvedAt } = incident;
  const clock = (name: ClockName, within: number, doneAt: number | null, from = openedAt): Clock => {
    const due = from + within;
    const margin = due - (doneAt ?? now);
    const [good, bad] = doneAt === null ? (["running", "late"] as const) : (["kept", "breached"] as const);
    return { name, due, doneAt, state: margin >= 0 ? good : bad, margin };
  };
  const severe = severity === "SEV1" || severity === "SEV2";
  return [
    clock("acknowledge", levels.acknowledgeWithin, incident.acknowledgedAt),
    clock("internal statement", levels.statementWithin, incident.internalStatementAt),
    ...(severe ? [clock("public statement", levels.statementWithin, incident.publicStatementAt)] : []),
    clock("mitigate", levels.mitigateWithin, incident.mitigatedAt),
    clock("resolve", levels.resolveWithin, resolvedAt),
    ...(resolvedAt === null ? [] : [clock("review", levels.reviewWithin, incident.reviewedAt, resolvedAt)]),
  ];
}

/** Promises that were broken, or are being broken. */
export function breachesOf(clocks: readonly Clock[]): Clock[] {
  return clocks.filter(({ state }) => state === "breached" || state === "late");
}

/** One line. */
export function describeClock({ name, due, state, margin }: Clock): string {
  const span = showDuration(margin);
  const text = {
    kept: `kept with ${span} in hand`,
    breached: `BREACHED by ${span}`,
    running: `${span} left, due ${isoTime(due)}`,
    late: `LATE by ${span}, was due ${isoTime(due)}`,
  } as const;
  return `${name}: ${text[state]}`;
}
