import { getAddress, toQuantity } from "ethers";
import { z } from "zod";

import { baseNeeds, fullNeeds, type StateNeeds } from "#lib/evidence/account-state";
import { encodeBlocks, receiptFromRpc, transactionFromRpc } from "#lib/evidence/block-content";
import { bloomTest, decodeHeader, headerFromRpc } from "#lib/evidence/block-header";
import { watchedAddresses } from "#lib/evidence/chain-data";
import type { StateProofs } from "#lib/evidence/format";
import { decodeRlp, encodeRlp } from "#lib/evidence/rlp-values";
import type { Trust } from "#lib/evidence/trust";
import { SuiteError } from "#lib/errors/suite-error";

/** A node, as ethers' JSON-RPC providers and Hardhat's speak to it. */
export interface RpcSender {
  send: (method: string, params: unknown[]) => Promise<unknown>;
}

/** Bytes that the chain vouches for, as the bundle keeps them. */
export interface ChainBytes {
  readonly headers: Uint8Array;
  readonly receipts: Uint8Array;
  readonly transactions: Uint8Array;
}

const IN_FLIGHT = 16;

const blockSchema = z.looseObject({ hash: z.string(), number: z.string(), transactions: z.array(z.unknown()) });
const withHash = z.looseObject({ hash: z.string() });
const proofSchema = z.object({
  accountProof: z.array(z.string()),
  storageProof: z.array(z.object({ value: z.string(), proof: z.array(z.string()) })),
});

/** Number of the last block, less the confirmations asked for. */
export async function chooseAnchor(
  node: RpcSender,
  confirmations: number,
  toBlock: number | undefined,
): Promise<number> {
  const latest = Number(z.string().parse(await node.send("eth_blockNumber", [])));
  const newest = latest - confirmations;
  const chosen = toBlock ?? newest;
  if (chosen > newest || chosen < 0) {
    throw new SuiteError({
      code: "input/range",
      message: `Block ${chosen} cannot be the anchor: the chain is at ${latest}, ${confirmations} confirmations are asked for.`,
      hint: "Choose an earlier block with --to, or fewer --confirmations.",
    });
  }
  return chosen;
}

/** Hash of a block by its number. */
export async function blockHashAt(node: RpcSender, number: number): Promise<string> {
  return (await blockAt(node, number, false)).hash.toLowerCase();
}

/** Headers of the range, and receipts and transactions of every block that can hold a log of the suite. */
export async function gatherChain(
  node: RpcSender,
  from: number,
  trust: Trust,
  onProgress: (message: string) => void,
): Promise<ChainBytes> {
  const mayHoldLog = bloomTest(watchedAddresses(trust));
  const numbers = Array.from({ length: trust.anchor.blockNumber - from + 1 }, (_, index) => from + index);
  const headers = await inParallel(numbers, async (number) => headerFromRpc(await blockAt(node, number, false)));
  const wanted = headers
    .map((encoded) => decodeHeader(encoded))
    .filter((header) => mayHoldLog(header.logsBloom))
    .map((header) => header.number);
  onProgress(`${headers.length} headers, ${wanted.length} blocks that can hold events`);
  const contents = await inParallel(wanted, async (number) => {
    const { transactions, hash } = await blockAt(node, number, true);
    return {
      number,
      transactions: transactions.map(transactionFromRpc),
      receipts: await receiptsOf(node, hash, transactions),
    };
  });
  return {
    headers: encodeRlp(headers.map((encoded) => decodeRlp(encoded, "header"))),
    receipts: encodeBlocks(new Map(contents.map(({ number, receipts }) => [number, receipts]))),
    transactions: encodeBlocks(new Map(contents.map(({ number, transactions }) => [number, transactions]))),
  };
}

/** State proofs at the anchor for everything that the verifier will ask for. */
export async function gatherState(
  node: RpcSender,
  trust: Trust,
  owners: ReadonlyMap<string, readonly string[]>,
): Promise<StateProofs> {
  const block = toQuantity(trust.anchor.blockNumber);
  const words = new Map<string, string>();
  for (const [address, slots] of baseNeeds(trust)) {
    for (const slot of slots) {
      words.set(`${address} ${slot}`, z.string().parse(await node.send("eth_getStorageAt", [address, slot, block])));
    }
  }
  const wordAt = (address: string, slot: string): string => words.get(`${address} ${slot}`) ?? "0x";
  const needs: StateNeeds = fullNeeds(trust, wordAt, owners);
  const accounts = await inParallel([...needs], async ([address, slots]) => {
    const { accountProof, storageProof } = proofSchema.parse(await node.send("eth_getProof", [address, slots, block]));
    const storage = slots.map((slot, index) => ({ slot, proof: (storageProof[index]?.proof ?? []).map(lower) }));
    return { address: getAddress(address), accountProof: accountProof.map(lower), storage };
  });
  return { schema: "sign.evidence.state-proofs.v1", blockNumber: trust.anchor.blockNumber, accounts };
}

async function blockAt(node: RpcSender, number: number, full: boolean): Promise<z.output<typeof blockSchema>> {
  const block = await node.send("eth_getBlockByNumber", [toQuantity(number), full]);
  const parsed = blockSchema.safeParse(block);
  if (!parsed.success || Number(parsed.data.number) !== number) {
    throw new SuiteError({
      code: "chain/block-missing",
      message: `The node does not give block ${number}.`,
      hint: "It may be syncing or pruned; ask an archive node.",
    });
  }
  return parsed.data;
}

async function receiptsOf(node: RpcSender, blockHash: string, transactions: readonly unknown[]): Promise<Uint8Array[]> {
  const whole = await node.send("eth_getBlockReceipts", [blockHash]).catch(() => null);
  if (Array.isArray(whole)) return whole.map(receiptFromRpc);
  return await inParallel(transactions, async (transaction) =>
    receiptFromRpc(await node.send("eth_getTransactionReceipt", [withHash.parse(transaction).hash])),
  );
}

async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += IN_FLIGHT) {
    results.push(...(await Promise.all(items.slice(start, start + IN_FLIGHT).map(run))));
  }
  return results;
}

function lower(hex: string): string {
  return hex.toLowerCase();
}
