import { SuiteError } from "#lib/errors/suite-error";
import { parseDuration } from "#lib/input/parse-duration";
import { showDuration } from "#lib/input/show-duration";

/** Bounds of a restriction, in seconds, as the EmergencyController has them. */
const SHORTEST = 10 * 60;
const LONGEST = 72 * 3600;

/**
 * For how long a restriction holds a system, in seconds.
 *
 * @throws SuiteError `input/duration`.
 */
export function parseRestrictionTime(value: string): number {
  const duration = parseDuration(value, "--duration");
  if (duration >= SHORTEST && duration <= LONGEST) return duration;
  throw new SuiteError({
    code: "input/duration",
    message: `A restriction cannot hold for ${value}.`,
    hint: `Choose ${showDuration(SHORTEST)} to ${showDuration(LONGEST)}; the Sovereign Authority may extend it.`,
    details: { value, shortest: SHORTEST, longest: LONGEST },
  });
}
