import { keccak_256 } from "@noble/hashes/sha3.js";

import { toHex } from "#lib/evidence/rlp-values";

/** keccak256 of bytes: a chain of events is two of these for each, and hexadecimal text costs more than the hashing. */
export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

/** The same as 0x-hex. */
export function keccakHex(bytes: Uint8Array): string {
  return toHex(keccak_256(bytes));
}
