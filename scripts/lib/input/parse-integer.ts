import { SuiteError } from "#lib/errors/suite-error";

/**
 * A non-negative integer in decimal digits.
 *
 * @throws SuiteError `input/integer`.
 */
export function parseInteger(value: string, name = "number"): bigint {
  if (/^(0|[1-9][0-9]{0,77})$/.test(value)) return BigInt(value);
  throw new SuiteError({
    code: "input/integer",
    message: `"${value}" is not a non-negative integer (${name}).`,
    hint: "Use decimal digits only, without sign, separators or leading zeros.",
    details: { name, value },
  });
}
