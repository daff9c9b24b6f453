import { toQuantity } from "ethers";
import { z } from "zod";

import { type RpcSender, RpcRefusal } from "#lib/chain/rpc-node";
import { SuiteError } from "#lib/errors/suite-error";

/** When a block counts as there to stay: by the chain's own word, or after so many more blocks. */
export type Finality = "finalized" | { readonly confirmations: number };

const blockSchema = z.looseObject({ number: z.string(), hash: z.string() }).nullable();

/**
 * A finality as typed: `finalized`, or a number of blocks.
 *
 * @throws SuiteError `input/block-number`.
 */
export function parseFinality(text: string): Finality {
  return text === "finalized" ? text : { confirmations: parseBlockNumber(text, "--confirmations") };
}

/** @throws SuiteError `input/block-number`. */
export function parseBlockNumber(text: string, option: string): number {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  throw new SuiteError({
    code: "input/block-number",
    message: `"${text}" is not a number of blocks (${option}).`,
    hint: "Use a decimal integer, such as 12.",
  });
}

/**
 * The newest block that a node counts as final.
 *
 * @throws SuiteError `chain/no-finality` when the node does not know which block is.
 */
export async function newestFinal(node: RpcSender, finality: Finality): Promise<number> {
  if (finality !== "finalized") {
    return Number(z.string().parse(await node.send("eth_blockNumber", []))) - finality.confirmations;
  }
  const answer = await node.send("eth_getBlockByNumber", ["finalized", false]).catch((error: unknown) => {
    if (error instanceof RpcRefusal) return null;
    throw error;
  });
  const block = blockSchema.parse(answer);
  if (block !== null) return Number(block.number);
  throw new SuiteError({
    code: "chain/no-finality",
    message: "The node does not say which block is final.",
    hint: "Say with --confirmations how many blocks must follow the anchor on this chain.",
  });
}

/**
 * Hash of a block by its number.
 *
 * @throws SuiteError `chain/block-missing`.
 */
export async function blockHashAt(node: RpcSender, number: number): Promise<string> {
  const block = blockSchema.parse(await node.send("eth_getBlockByNumber", [toQuantity(number), false]));
  if (block !== null && Number(block.number) === number) return block.hash.toLowerCase();
  throw new SuiteError({
    code: "chain/block-missing",
    message: `The node does not give block ${number}.`,
    hint: "It may be syncing or pruned; ask an archive node.",
    details: { block: number },
  });
}

/**
 * That a block is still the one that it was.
 *
 * @throws SuiteError `chain/reorganised`.
 */
export async function requireUnmoved(node: RpcSender, number: number, hash: string): Promise<void> {
  const now = await blockHashAt(node, number);
  if (now === hash) return;
  throw new SuiteError({
    code: "chain/reorganised",
    message: `Block ${number} was ${hash} and is ${now} now: the chain was reorganised meanwhile.`,
    hint: "Run it again, with more --confirmations or with finalized.",
    details: { block: number, was: hash, is: now },
  });
}
