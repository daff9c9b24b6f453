import type { SuiteTaskArguments, TaskContext } from "./run-task.ts";
import { openSending, type OpenSuite, type SendingArguments } from "./suite-connection.ts";

import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { callOf, performIdentityAct, type IdentityAct } from "#lib/identity/perform";

/** What every step of an authority, an issuer or a verifier takes. */
export interface IdentityStepArguments extends SuiteTaskArguments, SendingArguments {
  readonly dryRun: boolean;
}

/** Takes a step with an account that has its role, and answers with what became of it. */
export async function takeIdentityStep(
  context: TaskContext,
  suite: OpenSuite,
  taskArguments: IdentityStepArguments,
  act: IdentityAct,
  data: object = {},
): Promise<void> {
  const sending = await openSending(context, suite, taskArguments, act.role);
  const account = await sending.signer.getAddress();
  const { to, data: call } = callOf(suite.record, act);
  context.reporter.step(`${act.action} of ${act.about} as ${account}`);
  context.reporter.info(describeCall({ target: to, value: 0n, data: call }, new AddressBook(suite.record)).text);
  const result = await performIdentityAct(sending, suite.record, act, { dryRun: taskArguments.dryRun });
  const { outcome, transactionHash } = result;
  context.reporter.result(
    { ok: true, ...data, account, ...result },
    `${outcome}: ${act.about} ${transactionHash ?? ""}`.trimEnd(),
  );
}
