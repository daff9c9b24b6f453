import { answerWithAct } from "../support/answer-with-act.ts";
import type { SuiteTaskArguments, TaskContext } from "../support/run-task.ts";
import { openSending, type OpenSuite, type SendingArguments } from "../support/suite-connection.ts";

import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import type { Label } from "#lib/input/parse-label";
import { councilActOf, performRegisterAct, programRequestPath, type RegisterAct } from "#lib/program/register-act";
import { readRegisterStory } from "#lib/program/register-story";
import type { ProgramStory } from "#lib/program/acts";

/** What every step of a programme or a batch takes; a council's has `out`, and an account's the options of a sender. */
export interface StepArguments extends SuiteTaskArguments, Partial<SendingArguments> {
  readonly dryRun: boolean;
  readonly out?: string;
}

/** A programme with what happened to it. */
export async function programStory({ provider, record }: OpenSuite, program: Label): Promise<ProgramStory> {
  return { program, story: await readRegisterStory(provider, record, program.id) };
}

/**
 * Takes a step with an account that has its role, or writes what its council signs. What the chain shows as done stays done.
 *
 * @param program Whose folder keeps what is signed.
 * @param data What else the answer holds.
 */
export async function takeStep(
  context: TaskContext,
  suite: OpenSuite,
  taskArguments: StepArguments,
  act: RegisterAct,
  program: string,
  data: object = {},
): Promise<void> {
  const { subject, done, by } = act;
  if (typeof by === "bigint") {
    await send(context, suite, taskArguments, act, by, data);
  } else if (done !== undefined) {
    const { transactionHash, blockNumber } = done;
    context.reporter.result(
      { ok: true, outcome: "already-done", subject, transactionHash, blockNumber, ...data },
      `already-done: ${subject.text} ${transactionHash}`,
    );
  } else {
    const { dryRun, out = "" } = taskArguments;
    const file = programRequestPath(context.deploymentDirectory, program, act);
    await answerWithAct(context, suite, councilActOf(act, by), { dryRun, out }, file, { subject, ...data });
  }
}

async function send(
  context: TaskContext,
  suite: OpenSuite,
  { account: named = "", confirmations = "0", patience = "120", dryRun }: StepArguments,
  act: RegisterAct,
  role: bigint,
  data: object,
): Promise<void> {
  const sending = await openSending(context, suite, { account: named, confirmations, patience }, role);
  const account = await sending.signer.getAddress();
  const target = suite.record.contracts[act.register].address;
  context.reporter.step(`${act.action} of ${act.subject.text} as ${account}`);
  context.reporter.info(describeCall({ target, value: 0n, data: act.data }, new AddressBook(suite.record)).text);
  const result = await performRegisterAct(sending, suite.record, act, { dryRun });
  const { outcome, transactionHash } = result;
  context.reporter.result(
    { ok: true, subject: act.subject, account, ...result, ...data },
    `${outcome}: ${act.subject.text} ${transactionHash ?? ""}`.trimEnd(),
  );
}
