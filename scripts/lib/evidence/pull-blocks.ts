import { toQuantity } from "ethers";
import { z } from "zod";

import { RpcRefusal, type RpcSender } from "#lib/chain/rpc-node";
import { transactionFromRpc } from "#lib/evidence/block-content";
import { type BlockHeader, decodeHeader, headerFromRpc } from "#lib/evidence/block-header";
import type { ProvenLog } from "#lib/evidence/chain-data";
import type { BlockContent, ChainFollower } from "#lib/evidence/chain-follower";
import { ahead, IN_FLIGHT, inParallel } from "#lib/evidence/in-parallel";
import { ClaimError } from "#lib/evidence/report";
import { type ToldPlace, type ToldReceipt, toldReceipt } from "#lib/evidence/told-receipt";
import { SuiteError } from "#lib/errors/suite-error";

/** A block as a node gave it, held against its header. */
export interface PulledBlock {
  readonly header: BlockHeader;
  /** RLP of the header. */
  readonly encoded: Uint8Array;
  /** Only of a block that can hold a log of the suite. */
  readonly content: BlockContent | undefined;
  readonly logs: readonly ProvenLog[];
}

/** Bytes of receipts with which a block counts as large, and how many of such blocks are asked for at once. */
const LARGE = 128 * 1024;
const FEW = 3;

const blockSchema = z.looseObject({ hash: z.string(), number: z.string(), transactions: z.array(z.unknown()) });
const withHash = z.looseObject({ hash: z.string() });

/**
 * Reads a range of blocks, in order. Nothing that a node says is passed on before it was held against the header, and the
 * header against the one before; only the hash of the last is left to be compared with the anchor.
 *
 * @throws ClaimError where the node contradicts itself.
 */
export async function* pullBlocks(
  node: RpcSender,
  { from, to }: { readonly from: number; readonly to: number },
  follower: ChainFollower,
): AsyncGenerator<PulledBlock, void, undefined> {
  // Until one has come nobody knows how large they are.
  let lastSize = Number.POSITIVE_INFINITY;
  const headers = ahead(
    numbersOf(from, to),
    () => IN_FLIGHT,
    async (number) => {
      const encoded = headerFromRpc(await blockAt(node, number, false));
      return { encoded, header: decodeHeader(encoded) };
    },
  );
  const blocks = ahead(
    headers,
    () => (lastSize > LARGE ? FEW : IN_FLIGHT),
    async (block) => ({
      ...block,
      told: follower.needsContent(block.header) ? await contentOf(node, block.header) : undefined,
    }),
  );
  for await (const { encoded, header, told } of blocks) {
    follower.followHeader(header);
    if (told === undefined) {
      yield { header, encoded, content: undefined, logs: [] };
      continue;
    }
    const { content } = told;
    lastSize = content.receipts.reduce((sum, { length }) => sum + length, 0);
    follower.requireRoots(header, content);
    requirePlaces(told, header, follower);
    yield { header, encoded, content, logs: follower.takeLogs(header, content) };
  }
}

function* numbersOf(from: number, to: number): Generator<number, void, undefined> {
  for (let number = from; number <= to; number += 1) yield number;
}

/**
 * A block by its number.
 *
 * @throws SuiteError `chain/block-missing`.
 */
async function blockAt(node: RpcSender, number: number, full: boolean): Promise<z.output<typeof blockSchema>> {
  const parsed = blockSchema.safeParse(await node.send("eth_getBlockByNumber", [toQuantity(number), full]));
  if (parsed.success && Number(parsed.data.number) === number) return parsed.data;
  throw new SuiteError({
    code: "chain/block-missing",
    message: `The node does not give block ${number}.`,
    hint: "It may be syncing or pruned; ask an archive node.",
    details: { block: number },
  });
}

/** A block's content, and what the node said of it besides. */
interface ToldContent {
  readonly content: BlockContent;
  readonly hashes: readonly string[];
  readonly receipts: readonly ToldReceipt[];
}

async function contentOf(node: RpcSender, { number, hash }: BlockHeader): Promise<ToldContent> {
  const block = await wholeBlock(node, number);
  if (block.hash.toLowerCase() !== hash) {
    throw new ClaimError(`block ${number} is ${hash} at first and ${block.hash} when asked for again`);
  }
  try {
    const hashes = block.transactions.map((transaction) => withHash.parse(transaction).hash);
    const receipts = (await receiptsOf(node, hash, hashes)).map(toldReceipt);
    const transactions = block.transactions.map(transactionFromRpc);
    return { content: { receipts: receipts.map(({ encoded }) => encoded), transactions }, hashes, receipts };
  } catch (error) {
    if (error instanceof SuiteError || !(error instanceof Error)) throw error;
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replaceAll("\n", " ") : error.message;
    throw new ClaimError(`what the node gives of block ${number} cannot be read: ${reason}`);
  }
}

/** A block with its transactions; one by one where the node does not give as much at once. */
async function wholeBlock(node: RpcSender, number: number): Promise<z.output<typeof blockSchema>> {
  try {
    return await blockAt(node, number, true);
  } catch (error) {
    if (!(error instanceof RpcRefusal && error.tooLarge)) throw error;
    const block = await blockAt(node, number, false);
    const transactions = await inParallel(block.transactions, (hash) => node.send("eth_getTransactionByHash", [hash]));
    return { ...block, transactions };
  }
}

async function receiptsOf(node: RpcSender, blockHash: string, hashes: readonly string[]): Promise<readonly unknown[]> {
  const whole = await node.send("eth_getBlockReceipts", [blockHash]).catch((error: unknown) => {
    // Not every node knows the method; one that is down is another matter.
    if (error instanceof SuiteError) throw error;
    return null;
  });
  if (Array.isArray(whole)) return whole as unknown[];
  return await inParallel(hashes, (hash) => node.send("eth_getTransactionReceipt", [hash]));
}

/**
 * No root commits to where a receipt says that it belongs. It is not put into the bundle either, but a node that is wrong
 * about it is not to be relied on.
 */
function requirePlaces({ receipts, hashes }: ToldContent, header: BlockHeader, follower: ChainFollower): void {
  const elsewhere = (what: string): ClaimError =>
    follower.doubt(header, `${what} of block ${header.number} says that it belongs elsewhere`);
  let logIndex = 0;
  for (const [index, { logs, ...receipt }] of receipts.entries()) {
    const belongs = (place: ToldPlace, position: number): boolean =>
      place.blockHash === header.hash &&
      place.transactionHash === hashes[index] &&
      place.index === position &&
      !place.removed;
    if (!belongs(receipt, index)) throw elsewhere(`receipt ${index}`);
    for (const log of logs) {
      if (!belongs(log, logIndex)) throw elsewhere(`log ${logIndex}`);
      logIndex += 1;
    }
  }
}
