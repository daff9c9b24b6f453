import { suiteInterface } from "#lib/abi/suite-interface";
import { hindrancesOf } from "#lib/bridge/hindrances";
import { toAbi } from "#lib/change/change";
import { changeHistory, findChange, readRecord, readStatus } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { requireAccepted } from "#lib/transaction/require-accepted";
import { sendTransaction, type Sending } from "#lib/transaction/send-transaction";

/** What `change execute` did. */
export interface ExecuteResult {
  readonly outcome: "executed" | "already-executed" | "dry-run";
  readonly id: string;
  readonly version: string;
  readonly transactionHash: string | null;
  readonly blockNumber: number | null;
  readonly gasUsed: bigint | null;
  /** Unix time until which it may be rolled back; null in a dry run. */
  readonly rollbackUntil: number | null;
}

/**
 * Executes a change that is ready, exactly as it was approved: its content comes from the chain's own event, so that a lost
 * or edited dossier makes no difference.
 *
 * @param windowId Maintenance window; 0 when the policy asks for none.
 * @throws SuiteError `refused/<custom-error>`, `refused/already-rolled-back`, those of `findChange` and `sendTransaction`.
 */
export async function executeChange(
  sending: Sending,
  record: ContractsRecord,
  id: string,
  { dryRun = false, windowId = 0n }: { readonly dryRun?: boolean; readonly windowId?: bigint } = {},
): Promise<ExecuteResult> {
  const { provider, reporter } = sending;
  const { change, context } = await findChange(provider, record, id);
  const status = await readStatus(provider, record, id);
  if (status === "RolledBack") {
    throw new SuiteError({
      code: "refused/already-rolled-back",
      message: `The change ${id} was executed and rolled back.`,
      hint: "Propose it anew, with another salt.",
      details: { id },
    });
  }
  if (status === "Executed") {
    reporter.info(`The chain shows ${id} as executed; nothing is sent.`);
    return executed(sending, record, id, change.version, "already-executed");
  }
  for (const { error, message, hint } of await hindrancesOf(provider, record, id, change)) {
    reporter.warn(`${error}: ${message}. ${hint}`);
  }
  const data = suiteInterface("ChangeManager").encodeFunctionData("execute", [
    toAbi(change),
    context.proposer,
    windowId,
  ]);
  const value = change.calls.reduce((sum, call) => sum + call.value, 0n);
  const to = record.contracts.ChangeManager.address;
  if (dryRun) {
    const from = await sending.signer.getAddress();
    await requireAccepted(provider, { from, to, data, value }, "The execution");
    const nothing = { transactionHash: null, blockNumber: null, gasUsed: null, rollbackUntil: null };
    return { outcome: "dry-run", id, version: change.version, ...nothing };
  }
  await sendTransaction(sending, { key: `execute:${id}`, action: "The execution", to, data, value });
  return executed(sending, record, id, change.version, "executed");
}

async function executed(
  { provider }: Sending,
  record: ContractsRecord,
  id: string,
  version: string,
  outcome: "executed" | "already-executed",
): Promise<ExecuteResult> {
  const event = (await changeHistory(provider, record, id)).find(({ name }) => name === "ChangeExecuted");
  const receipt = event === undefined ? null : await provider.getTransactionReceipt(event.transactionHash);
  const { deadline } = await readRecord(provider, record, id);
  return {
    outcome,
    id,
    version,
    transactionHash: event?.transactionHash ?? null,
    blockNumber: event?.blockNumber ?? null,
    gasUsed: receipt?.gasUsed ?? null,
    rollbackUntil: deadline,
  };
}
