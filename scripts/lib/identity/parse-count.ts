import { SuiteError } from "#lib/errors/suite-error";
import { parseInteger } from "#lib/input/parse-integer";

/** What a count of the contracts can hold (`uint32`). */
const LARGEST = 2 ** 32 - 1;

/**
 * A count or a version.
 *
 * @throws SuiteError `input/integer`.
 */
export function parseCount(value: string, name: string): number {
  const count = parseInteger(value, name);
  if (count <= LARGEST) return Number(count);
  throw new SuiteError({
    code: "input/integer",
    message: `${value} is more than ${String(LARGEST)} (${name}).`,
    hint: "Count again, or divide it.",
    details: { name, value },
  });
}
