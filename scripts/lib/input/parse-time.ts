import { SuiteError } from "#lib/errors/suite-error";
import { parseDuration } from "#lib/input/parse-duration";

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Unix time in seconds from a date with time and zone (ISO 8601), for example `2026-11-21T03:00:00Z`.
 *
 * @throws SuiteError `input/time`, also for a time without a zone: two people would read it differently.
 */
export function parseTime(value: string, name = "time"): number {
  const milliseconds = ISO.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(milliseconds)) return Math.floor(milliseconds / 1000);
  throw new SuiteError({
    code: "input/time",
    message: `"${value}" is not a time with its zone (${name}).`,
    hint: "Write it as 2026-11-21T03:00:00Z or 2026-11-21T05:00:00+02:00.",
    details: { name, value },
  });
}

/**
 * Refuses what is neither a time nor a duration, before anything asks a node what time it is.
 *
 * @throws SuiteError `input/time`, `input/duration`.
 */
export function requireTimeForm(value: string, name: string): void {
  if (isDuration(value)) parseDuration(value, name);
  else parseTime(value, name);
}

/**
 * A time ahead of `now`: a date with time and zone, or a duration from now such as `12h`.
 *
 * @param now Unix time of the latest block.
 * @throws SuiteError `input/time`, `input/past-time`.
 */
export function parseDeadline(value: string, now: number, name = "time"): number {
  const time = isDuration(value) ? now + parseDuration(value, name) : parseTime(value, name);
  if (time > now) return time;
  throw new SuiteError({
    code: "input/past-time",
    message: `${value} is past: the chain's clock is at ${isoTime(now)} (${name}).`,
    hint: "Give a time ahead, or a duration such as 12h.",
    details: { name, value, now },
  });
}

/** Unix time for people: `2026-11-21T03:00:00Z`. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

function isDuration(value: string): boolean {
  return /^\d+[dhms]/.test(value);
}
