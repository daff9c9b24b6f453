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
  const content = keccak(Buffer.concat([...topics.slice(1), data].map(bytesOf)));
  const number = Buffer.alloc(32);
  number.writeBigUInt64BE(BigInt(blockNumber), 24);
  return keccakHex(Buffer.concat([bytesOf(head), bytesOf(topics[0] ?? "0x"), content, number]));
}

function bytesOf(hex: string): Buffer {
  const bytes = Buffer.from(hex.slice(2), "hex");
  // Node stops at the first character that is no digit, and drops half a byte.
  if (!hex.startsWith("0x") || bytes.length * 2 !== hex.length - 2) throw new TypeError(`not bytes: ${hex}`);
  return bytes;
}
