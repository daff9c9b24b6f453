import { AbiCoder, dataSlice, keccak256, toBeHex } from "ethers";

/** `erc7201:sign.storage.DistributionLedger`, and where in it the accounts of programmes are kept. */
const ACCOUNTS = 0xaa8b6d21cbcf88689ec5c09b5449d741ef6beb695458f74df7bb580548610705n;

/** Four words of a programme's account: budget and commitment, and its volume. */
const WORDS = 4n;

/** Slots of what the DistributionLedger counts of a programme. */
export function accountSlots(programId: string): string[] {
  const first = BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "uint256"], [programId, ACCOUNTS])));
  return Array.from({ length: Number(WORDS) }, (_, index) => toBeHex(BigInt.asUintN(256, first + BigInt(index)), 32));
}

/** What the DistributionLedger counts of a programme, in the smallest unit. */
export interface StoredAccount {
  readonly budget: bigint;
  readonly committed: bigint;
  readonly batches: bigint;
  readonly rows: bigint;
  readonly authorised: bigint;
  readonly settled: bigint;
  readonly exceptions: bigint;
  readonly residual: bigint;
}

/** @param words Of {@link accountSlots}, in their order. */
export function readAccount(words: readonly string[]): StoredAccount {
  const [budget = "", counters = "", paid = "", given = ""] = words;
  return {
    budget: number(budget, 0, 16),
    committed: number(budget, 16, 16),
    batches: number(counters, 0, 8),
    rows: number(counters, 8, 8),
    authorised: number(counters, 16, 16),
    settled: number(paid, 0, 16),
    exceptions: number(paid, 16, 16),
    residual: number(given, 0, 16),
  };
}

/** Solidity fills a word from its end. */
function number(word: string, offset: number, length: number): bigint {
  return BigInt(dataSlice(word, 32 - offset - length, 32 - offset));
}
