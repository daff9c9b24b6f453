import { SuiteError } from "#lib/errors/suite-error";

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * A duration in seconds from `90s`, `15m`, `72h` or `7d`; also several units from large to small, as in `1d12h`.
 *
 * @throws SuiteError `input/duration`.
 */
export function parseDuration(value: string, name = "duration"): number {
  const match = /^(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(value);
  const [, days, hours, minutes, seconds] = match ?? [];
  const total =
    Number(days ?? 0) * SECONDS.d +
    Number(hours ?? 0) * SECONDS.h +
    Number(minutes ?? 0) * SECONDS.m +
    Number(seconds ?? 0) * SECONDS.s;
  if (match !== null && total > 0) return total;
  throw new SuiteError({
    code: "input/duration",
    message: `"${value}" is not a duration (${name}).`,
    hint: "Use a number and a unit, for example 72h, 7d or 1d12h.",
    details: { name, value },
  });
}
