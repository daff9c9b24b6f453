import type { Provider } from "ethers";

import { readLogs } from "#lib/chain/read-logs";
import { SuiteError } from "#lib/errors/suite-error";
import { agreedHashes, type SignedSafeRequest } from "#lib/safe/safe-file";
import { protocolKitSignatures } from "#lib/safe/protocol-kit";
import { readSafe, type SafeState } from "#lib/safe/read-safe";
import { safeInterface } from "#lib/safe/safe-interface";
import { checkSignatures, checkSorted } from "#lib/safe/signature";
import { requireAccepted } from "#lib/transaction/require-accepted";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";

/** What became of a Safe transaction. */
export interface SafeExecution {
  readonly outcome: "executed" | "already-executed" | "dry-run";
  readonly safeTxHash: string;
  /** Null in a dry run, and when the execution was found on the chain but not by this machine. */
  readonly transactionHash: string | null;
  readonly blockNumber: number | null;
  readonly gasUsed: bigint | null;
}

/**
 * Sends a Safe transaction with the signatures of its owners, once.
 *
 * The sender pays for gas and decides nothing: an owner may not send, because the Safe would count the sender as a
 * signer when a signature says so, and duties are separate.
 *
 * @throws SuiteError `refused/sender-is-owner`, `refused/safe-nonce`, `refused/threshold`, `refused/<custom-error>`, those of
 * `checkSignatures` and `sendTransaction`.
 */
export async function executeSafeRequest(
  sending: Sending,
  request: SignedSafeRequest,
  { dryRun = false, fromBlock = 0 }: { readonly dryRun?: boolean; readonly fromBlock?: number } = {},
): Promise<SafeExecution> {
  const { provider, reporter } = sending;
  agreedHashes(request);
  checkChain(request, sending.chainId);
  const state = await readSafe(provider, request.safe);
  const done = await findExecution(provider, request, state, fromBlock);
  if (done !== undefined) {
    reporter.info(
      `The chain shows ${request.safeTxHash} as executed in ${done.transactionHash ?? "?"}; nothing is sent.`,
    );
    return done;
  }
  const sender = await sending.signer.getAddress();
  checkReady(request, state, sender);
  const data = await acceptedData(provider, request, state.threshold, sender);
  if (dryRun) {
    await requireAccepted(provider, { from: sender, to: request.safe, data }, `The transaction of ${request.safe}`);
    return {
      outcome: "dry-run",
      safeTxHash: request.safeTxHash,
      transactionHash: null,
      blockNumber: null,
      gasUsed: null,
    };
  }
  const { hash, receipt } = await sendTransaction(sending, {
    key: `safe:${request.safe}:${request.safeTxHash}`,
    action: `The transaction of ${request.safe}`,
    to: request.safe,
    data,
  });
  return {
    outcome: "executed",
    safeTxHash: request.safeTxHash,
    transactionHash: hash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
  };
}

/** The call that any account may send. */
export function executionData({ transaction, signatures }: SignedSafeRequest): string {
  return safeInterface.encodeFunctionData("execTransaction", [
    transaction.to,
    transaction.value,
    transaction.data,
    transaction.operation,
    transaction.safeTxGas,
    transaction.baseGas,
    transaction.gasPrice,
    transaction.gasToken,
    transaction.refundReceiver,
    protocolKitSignatures(signatures),
  ]);
}

/**
 * A Safe and its guard read as many signatures as the threshold asks for, in the order of their signers. When more were
 * collected, the first ones need not be those that the guard wants: the first accepted choice is sent.
 */
async function acceptedData(
  provider: Provider,
  request: SignedSafeRequest,
  threshold: number,
  sender: string,
): Promise<string> {
  const choices = choicesOf(request.signatures, threshold);
  for (const signatures of choices.length > 1 ? choices : []) {
    const data = executionData({ ...request, signatures });
    try {
      await requireAccepted(provider, { from: sender, to: request.safe, data }, `The transaction of ${request.safe}`);
      return data;
    } catch (error) {
      if (!(error instanceof SuiteError && error.code.startsWith("refused/"))) throw error;
    }
  }
  return executionData(request);
}

/** Every choice of `size` items, order kept. */
function choicesOf<Item>(items: readonly Item[], size: number): Item[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => choicesOf(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

function checkChain(request: SignedSafeRequest, chainId: number): void {
  if (request.chainId === chainId) return;
  throw new SuiteError({
    code: "conflict/chain-id",
    message: `The file is for chain ${String(request.chainId)}, the node serves chain ${String(chainId)}.`,
    hint: "Choose the right network with --network.",
    details: { file: request.chainId, node: chainId },
  });
}

function checkReady(request: SignedSafeRequest, state: SafeState, sender: string): void {
  const { signatures, transaction, safeTxHash } = request;
  if (state.owners.includes(sender)) {
    throw new SuiteError({
      code: "refused/sender-is-owner",
      message: `${sender} is an owner of ${state.safe}; who signs does not send.`,
      hint: "Choose another account with --account; it needs gas and no role.",
      details: { sender, safe: state.safe },
    });
  }
  if (BigInt(transaction.nonce) !== state.nonce) {
    throw new SuiteError({
      code: "refused/safe-nonce",
      message: `The transaction has nonce ${transaction.nonce}, the Safe is at ${state.nonce.toString()}.`,
      hint:
        BigInt(transaction.nonce) < state.nonce
          ? "Another transaction took the nonce: prepare it again and have it signed again."
          : "Execute the transactions before it first.",
      details: { nonce: transaction.nonce, current: state.nonce, safe: state.safe },
    });
  }
  checkSorted(signatures);
  checkSignatures(safeTxHash, signatures, state.owners);
  if (signatures.length < state.threshold) {
    throw new SuiteError({
      code: "refused/threshold",
      message: `${String(signatures.length)} of ${String(state.threshold)} signatures are there.`,
      hint: "Collect the missing signatures and combine again.",
      details: { signatures: signatures.length, threshold: state.threshold, safe: state.safe },
    });
  }
}

/** Looks for the execution of exactly this hash; a Safe's nonce alone does not say which transaction took it. */
async function findExecution(
  provider: Provider,
  request: SignedSafeRequest,
  state: SafeState,
  fromBlock: number,
): Promise<SafeExecution | undefined> {
  if (BigInt(request.transaction.nonce) >= state.nonce) return undefined;
  const toBlock = await provider.getBlockNumber();
  for (const name of ["ExecutionSuccess", "ExecutionFailure"]) {
    const topic = safeInterface.getEvent(name)?.topicHash ?? null;
    const [log] = await readLogs({
      provider,
      address: request.safe,
      topics: [topic, request.safeTxHash],
      fromBlock,
      toBlock,
    });
    if (log === undefined) continue;
    if (name === "ExecutionFailure") {
      throw new SuiteError({
        code: "refused/safe-execution-failed",
        message: `${request.safeTxHash} was executed in ${log.transactionHash} and its call failed.`,
        hint: "Prepare it again with the Safe's next nonce.",
        details: { transactionHash: log.transactionHash },
      });
    }
    return {
      outcome: "already-executed",
      safeTxHash: request.safeTxHash,
      transactionHash: log.transactionHash,
      blockNumber: log.blockNumber,
      gasUsed: null,
    };
  }
  return undefined;
}
