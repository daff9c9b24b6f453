import type { TransactionReceipt } from "ethers";

import { setTimeout as pause } from "node:timers/promises";

import { SuiteError } from "#lib/errors/suite-error";
import type { PreparedTransaction } from "#lib/journal/journal";
import { hasContentOf, nonceTaker } from "#lib/transaction/nonce-taker";
import type { Sending } from "#lib/transaction/send-transaction";
import { settleAs } from "#lib/transaction/settle-as";

/** Between two questions for a receipt. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2000;

/** A transaction that is not mined is told of after so long, and then each time that its wait has doubled. */
const FIRST_WORD_MS = 10_000;

/** Where a transaction was last seen: its block, or null in no block. */
interface Sight {
  readonly block: number | null;
  readonly height: number;
}

/**
 * Waits for a transaction to be mined and for the blocks on top. Each block that brings it nearer gives the chain its whole
 * patience again: 12 confirmations of 12 seconds take longer than any wait for a first sign. When the nonce goes to another
 * transaction, that one is named; one with the same content is as good, and its receipt is returned.
 *
 * @throws SuiteError `unconfirmed/no-receipt`, `conflict/nonce-taken`.
 */
export async function waitForReceipt(sending: Sending, prepared: PreparedTransaction): Promise<TransactionReceipt> {
  const { provider, reporter, confirmations = 0, patience = 120 } = sending;
  const start = Date.now();
  let end = start + patience * 1000;
  let hash = prepared.hash;
  let last: Sight = { block: null, height: -1 };
  let nextWord = FIRST_WORD_MS;
  let cause: unknown;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      const receipt = await provider.getTransactionReceipt(hash);
      const sight: Sight = { block: receipt?.blockNumber ?? null, height: await provider.getBlockNumber() };
      if (receipt !== null && sight.height - receipt.blockNumber >= confirmations) return receipt;
      if (sight.block !== null && !isSame(sight, last)) {
        end = Date.now() + patience * 1000;
        const depth = String(sight.height - sight.block);
        reporter.info(`${hash} is in block ${String(sight.block)}; ${depth} of ${String(confirmations)} confirmations`);
      }
      if (sight.block === null && last.block !== null) {
        reporter.warn(`${hash} is no longer in block ${String(last.block)}: the chain was reorganised. Waiting again.`);
      }
      last = sight;
      if (receipt === null) hash = await successor(sending, prepared, hash);
    } catch (error) {
      if (error instanceof SuiteError && error.code === "conflict/nonce-taken") throw error;
      cause = error;
    }
    const now = Date.now();
    if (now >= end) break;
    if (last.block === null && now - start >= nextWord) {
      reporter.info(`${hash} is not mined after ${String(Math.round((now - start) / 1000))} s; waiting`);
      nextWord *= 2;
    }
    await pause(Math.min(wait, end - now));
  }
  throw new SuiteError({
    code: "unconfirmed/no-receipt",
    message: `${hash} was sent and has no receipt with ${String(confirmations)} confirmations after ${String(patience)} s.`,
    hint: "Run the same command again: it finishes this transaction and sends no other.",
    details: { hash, confirmations, patience },
    cause,
  });
}

/** The hash whose receipt counts, once the nonce is used. */
async function successor(
  { provider, journal, reporter }: Sending,
  prepared: PreparedTransaction,
  hash: string,
): Promise<string> {
  const { from, nonce } = prepared;
  if ((await provider.getTransactionCount(from, "latest")) <= nonce) return hash;
  const taker = await nonceTaker(provider, prepared);
  if (taker === undefined || taker.hash === hash) return hash;
  if (journal.outcomeOf(prepared.hash) === undefined) settleAs(journal, prepared, "superseded", null);
  if (hasContentOf(taker, prepared)) {
    reporter.warn(`${prepared.hash} was replaced by ${taker.hash}, which does the same; that one is waited for.`);
    return taker.hash;
  }
  throw new SuiteError({
    code: "conflict/nonce-taken",
    message: `${prepared.hash} was replaced: nonce ${String(nonce)} of ${from} went to ${taker.hash} in block ${String(taker.blockNumber)}.`,
    hint:
      "Look at that transaction. If nobody of yours sent it, the key is stolen. If it is yours, run the same command again: " +
      "it reads the chain first.",
    details: { hash: prepared.hash, from, nonce, taker: taker.hash, blockNumber: taker.blockNumber },
  });
}

function isSame(one: Sight, other: Sight): boolean {
  return one.block === other.block && one.height === other.height;
}
