import { getAddress } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

/**
 * A checksummed address. Lower-case input is accepted, a wrong checksum is not: it is the mark of a typing error.
 *
 * @throws SuiteError `input/address`.
 */
export function parseAddress(value: string, name = "address"): string {
  if (!/^0x[0-9a-fA-F]{40}$/.test(value)) throw malformed(value, name, "Use 0x and 40 hex digits.");
  try {
    return getAddress(value);
  } catch {
    throw malformed(value, name, "Its checksum is wrong: a digit was mistyped. Copy the address again.");
  }
}

function malformed(value: string, name: string, hint: string): SuiteError {
  return new SuiteError({
    code: "input/address",
    message: `"${value}" is not an address (${name}).`,
    hint,
    details: { name, value },
  });
}
