import { AbiCoder, concat, id, keccak256, toBeHex } from "ethers";

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

/** One step of `EvidenceChain._advance`. */
export function nextHead(head: string, topics: readonly string[], data: string, blockNumber: number): string {
  const content = keccak256(concat([...topics.slice(1), data]));
  return keccak256(concat([head, topics[0] ?? "0x", content, toBeHex(blockNumber, 32)]));
}
