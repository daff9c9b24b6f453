import { requireAccepted } from "#lib/transaction/require-accepted";
import { sendTransaction, type Intent, type Sending } from "#lib/transaction/send-transaction";

/** What became of something that is done once. */
export interface ActResult {
  readonly outcome: "done" | "already-done" | "dry-run";
  readonly transactionHash: string | null;
  readonly blockNumber: number | null;
  readonly gasUsed: bigint | null;
}

/** Where the chain shows that it was done. */
export interface Trace {
  readonly transactionHash: string | null;
  readonly blockNumber: number | null;
}

/**
 * Does something by one transaction, unless the chain shows that it was done.
 *
 * @param done Where it was done; undefined when it was not.
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function actOnce(
  sending: Sending,
  intent: Intent & { readonly to: string },
  { dryRun, done }: { readonly dryRun: boolean; readonly done: Trace | undefined },
): Promise<ActResult> {
  if (done !== undefined) {
    sending.reporter.info(`The chain shows it as done; nothing is sent.`);
    return { outcome: "already-done", ...done, gasUsed: null };
  }
  if (dryRun) {
    const { to, data, action } = intent;
    await requireAccepted(sending.provider, { from: await sending.signer.getAddress(), to, data }, action);
    return { outcome: "dry-run", transactionHash: null, blockNumber: null, gasUsed: null };
  }
  const { hash, receipt } = await sendTransaction(sending, intent);
  return { outcome: "done", transactionHash: hash, blockNumber: receipt.blockNumber, gasUsed: receipt.gasUsed };
}
