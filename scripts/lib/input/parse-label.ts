import { id as keccak } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import { isDigest } from "#lib/input/parse-digest";

/** A name that people use, and the 32 bytes that stand for it on the chain. */
export interface Label {
  readonly text: string;
  readonly id: string;
}

/**
 * A label such as `2026-11-21-bridge-mismatch`, whose id is the keccak256 of its UTF-8 bytes; or an id itself, as 0x and 64
 * hex digits. What begins like an id and is none is refused instead of being hashed. Labels are names of folders too.
 *
 * @throws SuiteError `input/label`.
 */
export function parseLabel(value: string, name = "label"): Label {
  if (isDigest(value) && BigInt(value) !== 0n) return { text: value.toLowerCase(), id: value.toLowerCase() };
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value) && !/^0x/i.test(value)) {
    return { text: value, id: keccak(value) };
  }
  throw new SuiteError({
    code: "input/label",
    message: `"${value}" is neither a label nor an id (${name}).`,
    hint: "Use up to 100 letters, digits, dots, dashes and underscores, or 0x and 64 hex digits that are not all zero.",
    details: { name, value },
  });
}
