import { SuiteError } from "#lib/errors/suite-error";

/**
 * 32 bytes as 0x-hex, in lower case.
 *
 * @throws SuiteError `input/digest`.
 */
export function parseDigest(value: string, name = "digest"): string {
  if (isDigest(value)) return value.toLowerCase();
  throw new SuiteError({
    code: "input/digest",
    message: `"${value}" is not a 32-byte digest (${name}).`,
    hint: "Use 0x and 64 hex digits.",
    details: { name, value },
  });
}

export function isDigest(value: string): boolean {
  return /^0x[0-9a-fA-F]{64}$/.test(value);
}
