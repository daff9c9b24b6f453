import type { Provider, Signer, TransactionReceipt, TransactionRequest } from "ethers";

import { Transaction } from "ethers";

import type { Reporter } from "#lib/console/reporter";
import { explainRevert } from "#lib/errors/revert";
import { SuiteError } from "#lib/errors/suite-error";
import type { Journal, PreparedTransaction } from "#lib/journal/journal";
import { broadcast } from "#lib/transaction/broadcast";
import { hasContentOf, nonceTaker } from "#lib/transaction/nonce-taker";
import { settleAs } from "#lib/transaction/settle-as";
import { waitForReceipt } from "#lib/transaction/wait-for-receipt";

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
  /** How long to wait for the receipt, and then for each further block, in seconds. */
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
 * is not, and whose nonce is still free, is sent again byte for byte. Only when the nonce went to a transaction that does
 * something else is a new one made. Before that, `eth_call` asks the contracts, so that a refused call sends nothing.
 *
 * @throws SuiteError `refused/<custom-error>`, `refused/reverted-on-chain`, `conflict/pending-transactions`,
 * `conflict/nonce-taken`, `unconfirmed/no-receipt`, `unconfirmed/broadcast`, `unconfirmed/nonce-used`, `chain/rejected`.
 */
export async function sendTransaction(sending: Sending, intent: Intent): Promise<SentTransaction> {
  const resumed = await resume(sending, intent);
  if (resumed !== undefined) return resumed;
  const prepared = await prepare(sending, intent);
  sending.journal.append(prepared);
  await broadcast(sending, prepared);
  return { ...(await settle(sending, prepared, intent)), resumed: false };
}

/** Finishes what an earlier run began. Undefined when there is nothing to finish. */
async function resume(sending: Sending, intent: Intent): Promise<SentTransaction | undefined> {
  for (const prepared of sending.journal.preparedFor(intent.key)) {
    if (!(await isToFinish(sending, prepared))) continue;
    return { ...(await settle(sending, prepared, intent)), resumed: true };
  }
  return undefined;
}

/** Whether an earlier transaction is, or is as good as, on the chain or on its way; what is not there is sent again. */
async function isToFinish(sending: Sending, prepared: PreparedTransaction): Promise<boolean> {
  const { provider, journal, reporter } = sending;
  const { hash, from, nonce } = prepared;
  const receipt = await provider.getTransactionReceipt(hash);
  if (receipt !== null) {
    if (receipt.status === 0) return false;
    reporter.info(`An earlier run sent ${hash}; it is on the chain.`);
    return true;
  }
  const outcome = journal.outcomeOf(hash);
  if (outcome === "rejected") return false;
  if ((await provider.getTransactionCount(from, "latest")) <= nonce) {
    reporter.info(`An earlier run prepared ${hash}; the same bytes are sent again.`);
    await broadcast(sending, prepared);
    return true;
  }
  const taker = await nonceTaker(provider, prepared);
  if (taker === undefined) throw nonceUsed(prepared);
  if (taker.hash === hash) return true;
  if (hasContentOf(taker, prepared)) return (await provider.getTransactionReceipt(taker.hash))?.status !== 0;
  reporter.warn(
    `Nonce ${String(nonce)} of an earlier run went to ${taker.hash}; its transaction can no longer be mined.`,
  );
  if (outcome === undefined) settleAs(journal, prepared, "superseded", null);
  return false;
}

function nonceUsed({ hash, from, nonce }: PreparedTransaction): SuiteError {
  return new SuiteError({
    code: "unconfirmed/nonce-used",
    message: `Nonce ${String(nonce)} of ${from} is used, and the node shows neither ${hash} nor what took its place.`,
    hint: "It is behind, or has forgotten that block. Run the same command again, or against an archive node.",
    details: { hash, from, nonce },
  });
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

async function settle(
  sending: Sending,
  prepared: PreparedTransaction,
  intent: Intent,
): Promise<Pick<SentTransaction, "hash" | "receipt">> {
  const receipt = await waitForReceipt(sending, prepared);
  const { hash } = receipt;
  const succeeded = receipt.status !== 0;
  if (sending.journal.outcomeOf(prepared.hash) === undefined) {
    settleAs(sending.journal, prepared, succeeded ? "succeeded" : "reverted", receipt.blockNumber);
  }
  if (succeeded) return { hash, receipt };
  throw new SuiteError({
    code: "refused/reverted-on-chain",
    message: `${intent.action} was mined in ${hash} and reverted: the state changed after it was checked.`,
    hint: "Run the command again; it says what the contracts refuse now.",
    details: { hash, blockNumber: receipt.blockNumber },
  });
}
