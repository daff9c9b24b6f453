import type { Provider, TransactionResponse } from "ethers";

import { Transaction } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import type { PreparedTransaction } from "#lib/journal/journal";

/**
 * The mined transaction that has the account and the nonce of a prepared one: that one itself, or what took its place, such as
 * a wallet's replacement. Undefined when the nonce is free, and when the node does not show who took it.
 */
export async function nonceTaker(
  provider: Provider,
  { from, nonce }: Pick<PreparedTransaction, "from" | "nonce">,
): Promise<TransactionResponse | undefined> {
  try {
    const block = await firstAfter(
      provider,
      async (number) => (await provider.getTransactionCount(from, number)) > nonce,
    );
    if (block === undefined) return undefined;
    const found = await provider.getBlock(block, true);
    return found?.prefetchedTransactions.find((sent) => sent.from === from && sent.nonce === nonce);
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    // Nodes forget the state of old blocks.
    return undefined;
  }
}

/** Whether another transaction does what a prepared one was to do: the same call, at another price of gas. */
export function hasContentOf(taker: TransactionResponse, { raw }: Pick<PreparedTransaction, "raw">): boolean {
  const { to, data, value } = Transaction.from(raw);
  return taker.to === to && taker.data === data && taker.value === value;
}

/**
 * The first block after which something holds that holds for good. It is sought back from the newest, in ever longer steps:
 * nodes know the state of recent blocks best.
 */
async function firstAfter(provider: Provider, holds: (block: number) => Promise<boolean>): Promise<number | undefined> {
  let after = await provider.getBlockNumber();
  if (!(await holds(after))) return undefined;
  let before = -1;
  for (let step = 1; after - step >= 0; step *= 2) {
    if (!(await holds(after - step))) {
      before = after - step;
      break;
    }
    after -= step;
  }
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (await holds(middle)) after = middle;
    else before = middle;
  }
  return after;
}
