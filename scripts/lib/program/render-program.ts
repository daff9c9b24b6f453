import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";
import type { ProgramState } from "#lib/program/read-program";

/** One screen. */
export function renderProgram(state: ProgramState): string[] {
  const { program, phase, privacy, closedAt, rules, caps, used, budget, threshold, volume, next } = state;
  const missing = next === null || next.missing.length === 0 ? "nothing" : next.missing.join(", ");
  return [
    `${program.text} (${program.id})`,
    `phase       ${phase}${closedAt === null ? "" : `, closed since ${isoTime(closedAt)}`}; ${privacy.toLowerCase()}`,
    `authority   entity ${state.authority}; distributors ${state.entities.join(", ") || "none"}`,
    `schedule    from ${isoTime(state.startsAt)}, every ${showDuration(state.periodLength)}; period ${state.period}`,
    rules === null
      ? "rules       none"
      : `rules       version ${rules.version}, ${rules.digest}, at most ${rules.rowMaximum} a row`,
    `caps        ${used.participants} of ${caps.maxParticipants} rows, ${used.amount} of ${caps.maxAmount} in this period`,
    `budget      ${budget.committed} of ${budget.limit} committed`,
    `threshold   ${threshold.perDay} a day without the Program Authority's Safe, ${threshold.available} left`,
    `volume      ${Object.entries(volume)
      .map(([name, amount]) => `${name} ${amount}`)
      .join(", ")}`,
    ...(next === null ? [] : [`${next.phase} needs ${missing}`]),
  ];
}
