import type { Provider, Signer, TransactionReceipt, TransactionRequest } from "ethers";

import { setTimeout as pause } from "node:timers/promises";

import { Transaction } from "ethers";

import type { Reporter } from "#lib/console/reporter";
import { explainRevert } from "#lib/errors/revert";
import { SuiteError } from "#lib/errors/suite-error";
import type { Journal, PreparedTransaction } from "#lib/journal/journal";
import { broadcast } from "#lib/transaction/broadcast";

/** What a sending step needs. */
export interface Sending {
  readonly provider: Provider;
  /** Signs locally, so that the bytes are known, and on disk, before they leave. */
  readonly signer: Signer;
  readonly chainId: number;
  readonly journal: Journal;
  readonly reporter: Reporter;
  /** Blocks on top of the one that holds the transaction; 0 when being mined is enough. */
  readonly confirmations?: number;
  /** How long to wait for the receipt, in seconds. */
  readonly patience?: number;
}

/** One transaction of an account. */
export interface Intent {
  /** Names the effect, for example `propose:0x…`: a rerun with the same key never sends a second transaction. */
  readonly key: string;
  /** As the subject of a sentence, for example "The proposal". */
  readonly action: string;
  readonly to: string | null;
  readonly data: string;
  readonly value?: bigint;
}

export interface SentTransaction {
  readonly hash: string;
  readonly receipt: TransactionReceipt;
  /** True when an earlier run had already sent it. */
  readonly resumed: boolean;
}

/**
 * Sends one transaction exactly once, however often it is called.
 *
 * The chain is read first: what an earlier run prepared for the same key and what is on the chain is not sent again; what
 * is not, and whose nonce is still free, is sent again byte for byte. Only when the nonce went to another transaction is
 * a new one made. Before that, `eth_call` asks the contracts, so that a refused call sends nothing.
 *
 * @throws SuiteError `refused/<custom-error>`, `refused/reverted-on-chain`, `conflict/pending-transactions`,
 * `unconfirmed/no-receipt`, `unconfirmed/broadcast`, `chain/rejected`.
 */
export async function sendTransaction(sending: Sending, intent: Intent): Promise<SentTransaction> {
  const resumed = await resume(sending, intent);
  if (resumed !== undefined) return resumed;
  const prepared = await prepare(sending, intent);
  sending.journal.append(prepared);
  await broadcast(sending, prepared);
  return { hash: prepared.hash, receipt: await settle(sending, prepared, intent), resumed: false };
}

/** Finishes what an earlier run began. Undefined when there is nothing to finish. */
async function resume(sending: Sending, intent: Intent): Promise<SentTransaction | undefined> {
  const { provider, journal, reporter } = sending;
  for (const prepared of journal.preparedFor(intent.key)) {
    const receipt = await provider.getTransactionReceipt(prepared.hash);
    if (receipt !== null) {
      if (receipt.status === 0) continue;
      reporter.info(`An earlier run sent ${prepared.hash}; it is on the chain.`);
      return { hash: prepared.hash, receipt: await settle(sending, prepared, intent), resumed: true };
    }
    if (journal.outcomeOf(prepared.hash) === "rejected") continue;
    if ((await provider.getTransactionCount(prepared.from, "latest")) > prepared.nonce) {
      settleAs(journal, prepared, "superseded", null);
      continue;
    }
    reporter.info(`An earlier run prepared ${prepared.hash}; the same bytes are sent again.`);
    await broadcast(sending, prepared);
    return { hash: prepared.hash, receipt: await settle(sending, prepared, intent), resumed: true };
  }
  return undefined;
}

async function prepare(sending: Sending, { key, action, to, data, value = 0n }: Intent): Promise<PreparedTransaction> {
  const { provider, chainId } = sending;
  const signer = sending.signer.connect(provider);
  const from = await signer.getAddress();
  const request: TransactionRequest = { from, to, data, value };
  let gasLimit: bigint;
  try {
    await provider.call(request);
    gasLimit = ((await provider.estimateGas(request)) * 12n) / 10n;
  } catch (error) {
    throw explainRevert(error, action);
  }
  const nonce = await freeNonce(sending, from);
  const populated = await signer.populateTransaction({ ...request, chainId, nonce, gasLimit });
  const raw = await signer.signTransaction(populated);
  const { hash } = Transaction.from(raw);
  if (hash === null) throw new Error("A signed transaction has no hash.");
  return { kind: "prepared", key, chainId, from, nonce, hash, raw, at: new Date().toISOString() };
}

/** The next nonce. Transactions in the pool that this journal does not know might be the very intent at hand. */
async function freeNonce({ provider, journal }: Sending, from: string): Promise<number> {
  const mined = await provider.getTransactionCount(from, "latest");
  const pending = await provider.getTransactionCount(from, "pending");
  const known = new Set(journal.prepared().map(({ nonce }) => nonce));
  for (let nonce = mined; nonce < pending; ++nonce) {
    if (known.has(nonce)) continue;
    throw new SuiteError({
      code: "conflict/pending-transactions",
      message: `${from} has a transaction with nonce ${String(nonce)} in the pool that ${journal.path} does not know.`,
      hint: "Wait until it is mined, then run the command again. Use one machine per account.",
      details: { from, nonce, journal: journal.path },
    });
  }
  return pending;
}

async function settle(sending: Sending, prepared: PreparedTransaction, intent: Intent): Promise<TransactionReceipt> {
  const receipt = await waitForReceipt(sending, prepared.hash);
  const succeeded = receipt.status !== 0;
  if (sending.journal.outcomeOf(prepared.hash) === undefined) {
    settleAs(sending.journal, prepared, succeeded ? "succeeded" : "reverted", receipt.blockNumber);
  }
  if (succeeded) return receipt;
  throw new SuiteError({
    code: "refused/reverted-on-chain",
    message: `${intent.action} was mined in ${prepared.hash} and reverted: the state changed after it was checked.`,
    hint: "Run the command again; it says what the contracts refuse now.",
    details: { hash: prepared.hash, blockNumber: receipt.blockNumber },
  });
}

async function waitForReceipt(sending: Sending, hash: string): Promise<TransactionReceipt> {
  const { provider, confirmations = 0, patience = 120 } = sending;
  const end = Date.now() + patience * 1000;
  let cause: unknown;
  for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
    try {
      const receipt = await provider.getTransactionReceipt(hash);
      const depth = receipt === null ? -1 : (await provider.getBlockNumber()) - receipt.blockNumber;
      if (receipt !== null && depth >= confirmations) return receipt;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= end) break;
    await pause(wait);
  }
  throw new SuiteError({
    code: "unconfirmed/no-receipt",
    message: `${hash} was sent and has no receipt with ${String(confirmations)} confirmations after ${String(patience)} s.`,
    hint: "Run the same command again: it finishes this transaction and sends no other.",
    details: { hash, confirmations, patience },
    cause,
  });
}

export function settleAs(
  journal: Journal,
  { key, hash }: PreparedTransaction,
  outcome: "succeeded" | "reverted" | "superseded" | "rejected",
  blockNumber: number | null,
): void {
  journal.append({ kind: "settled", key, hash, outcome, blockNumber, at: new Date().toISOString() });
}
