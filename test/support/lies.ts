import { keccak256, toQuantity } from "ethers";

import type { RpcSender } from "#lib/chain/rpc-node";
import { encodeHeader } from "#lib/evidence/block-header";
import type { Exchange, Lie } from "#support/lying-proxy";

/** A node's JSON of something, as far as lies are told about it. */
export interface RpcBlock {
  readonly number: string;
  readonly hash: string;
  readonly parentHash: string;
  readonly transactions: readonly unknown[];
}

export interface RpcLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly logIndex: string;
}

export interface RpcReceipt {
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly transactionHash: string;
  readonly logs: readonly RpcLog[];
}

/** What a node would say of a whole chain. */
export interface Truth {
  readonly blocks: readonly RpcBlock[];
  /** Of the block that most lies are about. */
  readonly receipts: readonly RpcReceipt[];
  readonly victim: number;
}

export async function truthOf(node: RpcSender, victim: number): Promise<Truth> {
  const latest = Number(await node.send("eth_blockNumber", []));
  const blocks: RpcBlock[] = [];
  for (let number = 0; number <= latest; number += 1) {
    blocks.push((await node.send("eth_getBlockByNumber", [toQuantity(number), false])) as RpcBlock);
  }
  const receipts: RpcReceipt[] = [];
  for (const hash of blocks[victim]?.transactions ?? []) {
    receipts.push((await node.send("eth_getTransactionReceipt", [hash])) as RpcReceipt);
  }
  return { blocks, receipts, victim };
}

/** Lies about the answers to one method. */
export function about(method: string, alter: (answer: unknown, exchange: Exchange) => unknown): Lie {
  return (exchange) => (exchange.method === method ? alter(exchange.answer, exchange) : exchange.answer);
}

/** Lies about the receipts of the victim. */
export function aboutReceipts({ victim }: Truth, alter: (receipt: RpcReceipt) => unknown): Lie {
  return about("eth_getTransactionReceipt", (answer) => {
    const receipt = answer as RpcReceipt;
    return Number(receipt.blockNumber) === victim ? alter(receipt) : receipt;
  });
}

/** Lies about the logs of those receipts of the victim that have some. */
export function aboutLogs(truth: Truth, alter: (logs: readonly RpcLog[]) => unknown): Lie {
  return aboutReceipts(truth, (receipt) =>
    receipt.logs.length === 0 ? receipt : { ...receipt, logs: alter(receipt.logs) },
  );
}

/** Lies about the victim's header, or about its transactions too where they are asked for. */
export function aboutBlock(
  { victim }: Pick<Truth, "victim">,
  alter: (block: RpcBlock, exchange: Exchange) => unknown,
): Lie {
  return about("eth_getBlockByNumber", (answer, exchange) => {
    const block = answer as RpcBlock | null;
    return block !== null && Number(block.number) === victim ? alter(block, exchange) : block;
  });
}

/** Lies about the victim's transactions. */
export function aboutTransactions(truth: Truth, alter: (transactions: readonly unknown[]) => readonly unknown[]): Lie {
  return aboutBlock(truth, (block, { params }) =>
    params[1] === true ? { ...block, transactions: alter(block.transactions) } : block,
  );
}

/** A header with some fields altered, and with the hash that it then has. */
export function forged(block: RpcBlock, fields: Readonly<Record<string, string>>): RpcBlock {
  const altered = { ...block, ...fields };
  return { ...altered, hash: keccak256(encodeHeader(altered)) };
}

/** A chain in which the victim says that it holds no event, and in which every later header follows from that. */
export function rewritten({ blocks, victim }: Truth): Lie {
  const told: RpcBlock[] = [];
  for (const block of blocks) {
    const parentHash = told.at(-1)?.hash ?? block.parentHash;
    const bloom = Number(block.number) === victim ? { logsBloom: NO_BLOOM } : {};
    told.push(forged(block, { parentHash, ...bloom }));
  }
  const hashes = new Map(blocks.map(({ hash }, index) => [hash, told[index]?.hash ?? hash]));
  // Hashes of blocks stand in receipts, logs and transactions too.
  const rename = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value), (_key, item: unknown) =>
      typeof item === "string" ? (hashes.get(item) ?? item) : item,
    );
  return ({ method, answer }) => {
    const named = rename(answer);
    if (method !== "eth_getBlockByNumber" || named === null) return named;
    const { parentHash, hash, ...rest } = named as RpcBlock;
    const { logsBloom } = told[Number(rest.number)] as RpcBlock & { readonly logsBloom: string };
    return { ...rest, parentHash, hash, logsBloom };
  };
}

export function flipped(hex: string): string {
  return `${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}`;
}

export const NO_BLOOM = `0x${"00".repeat(256)}`;
