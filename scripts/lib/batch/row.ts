import { createHash } from "node:crypto";

import { keccak_256 } from "@noble/hashes/sha3.js";

/** Bytes of a digest, a pseudonym, a salt, a word of the ABI. */
export const WORD = 32;

/** Sets rows apart from whatever else is hashed. */
const ROW_TAG = keccak(Buffer.from("sign.batch.row.v1"));

/** What a row is about, without its place and its amount: these are in the leaf, for the chain to see. */
export interface RowSecret {
  /** 32 random bytes of this row alone: whoever does not have them cannot tell whose row it is. */
  readonly salt: Uint8Array;
  readonly pseudonym: Uint8Array;
  /** Reference of the proof of identity, and of that of eligibility. */
  readonly identityProof: Uint8Array;
  readonly eligibilityProof: Uint8Array;
}

/** For which programme, and in which of its periods, a row is paid. */
export interface RowScope {
  /** 32 bytes. */
  readonly programId: Uint8Array;
  readonly period: number;
}

/** keccak256, without the detour over hex that a batch of a million rows would feel. */
export function keccak(bytes: Uint8Array): Uint8Array {
  return keccak_256(bytes);
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/**
 * Hides a row: keccak256 of its fields as ABI words (so that no two rows have one encoding), a domain tag and the salt before
 * them. Without the salt it tells nothing, not even to who guesses all the rest.
 */
export function rowDigest(
  { programId, period }: RowScope,
  { salt, pseudonym, identityProof, eligibilityProof }: RowSecret,
): Uint8Array {
  return keccak(
    Buffer.concat(
      [ROW_TAG, salt, programId, word(BigInt(period)), pseudonym, identityProof, eligibilityProof],
      7 * WORD,
    ),
  );
}

/**
 * The leaf of a row, as OpenZeppelin's StandardMerkleTree makes it of `["uint256", "bytes32", "uint256"]`: hashed twice, so
 * that no node can be passed off as a leaf.
 */
export function leafHash(index: number, digest: Uint8Array, amount: bigint): Uint8Array {
  return keccak(keccak(Buffer.concat([word(BigInt(index)), digest, word(amount)], 3 * WORD)));
}

/** An unsigned integer as the ABI encodes it. */
export function word(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * WORD, "0"), "hex");
}

export function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

/** The bytes of `0x`-hex that a schema has seen. */
export function fromHex(hex: string): Buffer {
  return Buffer.from(hex.slice(2), "hex");
}
