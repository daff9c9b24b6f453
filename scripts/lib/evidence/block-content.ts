import { getBytes, keccak256, Signature, Transaction } from "ethers";
import { z } from "zod";

import { decodeRlp, rlpHex, rlpList } from "#lib/evidence/rlp-values";

export interface RawLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);

const rpcTransactionSchema = z.object({
  type: hex.default("0x0"),
  hash: hex,
  nonce: hex,
  gas: hex,
  gasPrice: hex.optional(),
  maxFeePerGas: hex.optional(),
  maxPriorityFeePerGas: hex.optional(),
  maxFeePerBlobGas: hex.optional(),
  blobVersionedHashes: z.array(hex).optional(),
  to: hex.nullish(),
  value: hex,
  input: hex,
  chainId: hex.optional(),
  accessList: z.array(z.object({ address: hex, storageKeys: z.array(hex) })).optional(),
  authorizationList: z
    .array(z.object({ chainId: hex, address: hex, nonce: hex, yParity: hex, r: hex, s: hex }))
    .optional(),
  v: hex,
  r: hex,
  s: hex,
});

/**
 * The logs in the consensus encoding of a receipt; undefined in the place of those that nobody watches.
 *
 * @param watched Addresses to look for in lower case, and as they shall be spelled.
 */
export function logsOfReceipt(receipt: Uint8Array, watched: ReadonlyMap<string, string>): (RawLog | undefined)[] {
  const legacy = (receipt[0] ?? 0) >= 0xc0;
  const fields = rlpList(decodeRlp(legacy ? receipt : receipt.subarray(1), "receipt"), "receipt");
  if (fields.length !== 4) throw new Error("receipt does not have four fields");
  return rlpList(fields[3], "logs").map((item) => {
    const log = rlpList(item, "log");
    const address = watched.get(rlpHex(log[0], "address of a log", 20));
    if (address === undefined) return undefined;
    return {
      address,
      topics: rlpList(log[1], "topics").map((topic) => rlpHex(topic, "topic", 32)),
      data: rlpHex(log[2], "data of a log"),
    };
  });
}

/**
 * Consensus encoding of a transaction, rebuilt from a node's JSON.
 *
 * @throws Error when it does not hash to what the node says.
 */
export function transactionFromRpc(json: unknown): Uint8Array {
  const rpc = rpcTransactionSchema.parse(json);
  const type = Number(rpc.type);
  const v = BigInt(rpc.v);
  const transaction = new Transaction();
  transaction.type = type;
  transaction.nonce = Number(rpc.nonce);
  transaction.gasLimit = BigInt(rpc.gas);
  transaction.to = rpc.to ?? null;
  transaction.value = BigInt(rpc.value);
  transaction.data = rpc.input;
  if (type === 0) transaction.chainId = v >= 35n ? (v - 35n) / 2n : 0n;
  else transaction.chainId = BigInt(rpc.chainId ?? 0);
  if (type < 2) transaction.gasPrice = BigInt(rpc.gasPrice ?? 0);
  else {
    transaction.maxFeePerGas = BigInt(rpc.maxFeePerGas ?? 0);
    transaction.maxPriorityFeePerGas = BigInt(rpc.maxPriorityFeePerGas ?? 0);
  }
  if (type > 0) transaction.accessList = rpc.accessList ?? [];
  if (type === 3) {
    transaction.maxFeePerBlobGas = BigInt(rpc.maxFeePerBlobGas ?? 0);
    transaction.blobVersionedHashes = rpc.blobVersionedHashes ?? [];
  }
  if (type === 4) {
    transaction.authorizationList = (rpc.authorizationList ?? []).map((item) => ({
      chainId: BigInt(item.chainId),
      address: item.address,
      nonce: BigInt(item.nonce),
      signature: { r: word(item.r), s: word(item.s), yParity: Number(item.yParity) === 0 ? 0 : 1 },
    }));
  }
  transaction.signature = Signature.from({ r: word(rpc.r), s: word(rpc.s), v: type === 0 ? v : v + 27n });
  const encoded = getBytes(transaction.serialized);
  if (keccak256(encoded) !== rpc.hash.toLowerCase()) throw new Error(`transaction ${rpc.hash} cannot be encoded again`);
  return encoded;
}

function word(quantity: string): string {
  return `0x${quantity.slice(2).padStart(64, "0")}`;
}
