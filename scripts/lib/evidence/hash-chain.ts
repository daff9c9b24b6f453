import { AbiCoder, id, keccak256 } from "ethers";

import { keccak, keccakHex } from "#lib/evidence/keccak";

/** Slot of the head, ERC-7201 `sign.storage.EvidenceChain`. */
export const evidenceHeadSlot = "0xe02e1e53ae4ed99bb275b56b5ca6efc3701fdf8ae34e76fe6d689d20a67dfc00";

const GENESIS_TAG = id("sign.evidence.genesis.v1");

/** Emitted by code that is not the suite's (ERC-1967, OpenZeppelin's Initializable); outside the chain by design. */
const UNCHAINED: ReadonlySet<string> = new Set([id("Upgraded(address)"), id("Initialized(uint64)")]);

/** Whether a log of a suite contract must be part of its evidence chain. */
export function isChained(topics: readonly string[]): boolean {
  return !UNCHAINED.has(topics[0] ?? "");
}

export function genesisHead(chainId: number, contract: string): string {
  return keccak256(
    AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256", "address"], [GENESIS_TAG, chainId, contract]),
  );
}

/**
 * One step of `EvidenceChain._advance`.
 *
 * Works on bytes: this runs once for each event of a bundle, and joining hexadecimal text costs more than hashing it.
 */
export function nextHead(head: string, topics: readonly string[], data: string, blockNumber: number): string {
  const content = keccak(bytesOf(topics.slice(1).map(digitsOf).join("") + digitsOf(data)));
  const step = bytesOf(digitsOf(head) + digitsOf(topics[0] ?? "0x") + ROOM);
  step.set(content, step.length - 2 * WORD);
  step.writeBigUInt64BE(BigInt(blockNumber), step.length - 8);
  return keccakHex(step);
}

const WORD = 32;

/** Digits in the place of the content's hash and the block's number. */
const ROOM = "00".repeat(2 * WORD);

function digitsOf(hex: string): string {
  if (!hex.startsWith("0x") || hex.length % 2 !== 0) throw new TypeError(`not bytes: ${hex}`);
  return hex.slice(2);
}

function bytesOf(digits: string): Buffer {
  const bytes = Buffer.from(digits, "hex");
  // Node stops at the first character that is no digit.
  if (bytes.length * 2 !== digits.length) throw new TypeError(`not bytes: ${digits}`);
  return bytes;
}
