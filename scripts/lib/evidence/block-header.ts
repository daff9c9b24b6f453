import { getBytes, keccak256 } from "ethers";
import { z } from "zod";

import { keccakHex } from "#lib/evidence/keccak";
import { decodeRlp, encodeRlp, quantityBytes, rlpBytes, rlpHex, rlpList, safeNumber } from "#lib/evidence/rlp-values";

/** What the verifier reads of a header. */
export interface BlockHeader {
  readonly hash: string;
  readonly parentHash: string;
  readonly stateRoot: string;
  readonly transactionsRoot: string;
  readonly receiptsRoot: string;
  readonly logsBloom: Uint8Array;
  readonly number: number;
  readonly timestamp: number;
}

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);

/** The header fields of `eth_getBlockByNumber`; other fields are ignored. */
const rpcHeaderSchema = z.object({
  hash: hex,
  parentHash: hex,
  sha3Uncles: hex,
  miner: hex,
  stateRoot: hex,
  transactionsRoot: hex,
  receiptsRoot: hex,
  logsBloom: hex,
  difficulty: hex,
  number: hex,
  gasLimit: hex,
  gasUsed: hex,
  timestamp: hex,
  extraData: hex,
  mixHash: hex,
  nonce: hex,
  baseFeePerGas: hex.optional(),
  withdrawalsRoot: hex.optional(),
  blobGasUsed: hex.optional(),
  excessBlobGas: hex.optional(),
  parentBeaconBlockRoot: hex.optional(),
  requestsHash: hex.optional(),
});

/**
 * Rebuilds the RLP of a header from a node's JSON.
 *
 * @throws Error when the result does not hash to what the node says: then either lies, or the chain hashes headers in a
 * way of its own (as QBFT does with its seals).
 */
export function headerFromRpc(block: unknown): Uint8Array {
  const { number, hash } = rpcHeaderSchema.parse(block);
  const encoded = encodeHeader(block);
  if (keccakHex(encoded) !== hash.toLowerCase()) throw new Error(`header ${BigInt(number)} does not hash to ${hash}`);
  return encoded;
}

/** RLP of the header fields in a node's JSON. Later forks only append fields, so the first one that is missing ends the list. */
export function encodeHeader(block: unknown): Uint8Array {
  const header = rpcHeaderSchema.parse(block);
  const appended: readonly (readonly [string | undefined, boolean])[] = [
    [header.baseFeePerGas, true],
    [header.withdrawalsRoot, false],
    [header.blobGasUsed, true],
    [header.excessBlobGas, true],
    [header.parentBeaconBlockRoot, false],
    [header.requestsHash, false],
  ];
  const fields = [
    getBytes(header.parentHash),
    getBytes(header.sha3Uncles),
    getBytes(header.miner),
    getBytes(header.stateRoot),
    getBytes(header.transactionsRoot),
    getBytes(header.receiptsRoot),
    getBytes(header.logsBloom),
    quantityBytes(header.difficulty),
    quantityBytes(header.number),
    quantityBytes(header.gasLimit),
    quantityBytes(header.gasUsed),
    quantityBytes(header.timestamp),
    getBytes(header.extraData),
    getBytes(header.mixHash),
    getBytes(header.nonce),
  ];
  for (const [value, quantity] of appended) {
    if (value === undefined) break;
    fields.push(quantity ? quantityBytes(value) : getBytes(value));
  }
  return encodeRlp(fields);
}

export function decodeHeader(encoded: Uint8Array): BlockHeader {
  const fields = rlpList(decodeRlp(encoded, "header"), "header");
  if (fields.length < 15) throw new Error("header lacks fields");
  return {
    hash: keccakHex(encoded),
    parentHash: rlpHex(fields[0], "parent hash", 32),
    stateRoot: rlpHex(fields[3], "state root", 32),
    transactionsRoot: rlpHex(fields[4], "transactions root", 32),
    receiptsRoot: rlpHex(fields[5], "receipts root", 32),
    logsBloom: bloomOf(rlpBytes(fields[6], "bloom")),
    number: safeNumber(rlpBytes(fields[8], "number"), "block number"),
    timestamp: safeNumber(rlpBytes(fields[11], "timestamp"), "timestamp"),
  };
}

/**
 * A test whether a block can hold a log of one of these addresses, by its bloom. Never false for a block that does: the
 * header commits to the bloom, so that no such block can be left out unseen. A false yes only means that its receipts are
 * in the bundle.
 */
export function bloomTest(addresses: readonly string[]): (bloom: Uint8Array) => boolean {
  // Hashed once: a range has very many headers.
  const wanted = addresses.map((address) => {
    const hash = getBytes(keccak256(address));
    return [0, 2, 4].map((offset) => (((hash[offset] ?? 0) << 8) | (hash[offset + 1] ?? 0)) & 2047);
  });
  return (bloom) =>
    wanted.some((bits) => bits.every((bit) => ((bloom[255 - (bit >> 3)] ?? 0) & (1 << (bit & 7))) !== 0));
}

function bloomOf(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 256) throw new Error("bloom is not 256 bytes");
  return bytes;
}
