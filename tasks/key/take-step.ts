import { answerWithAct } from "../support/answer-with-act.ts";
import type { SuiteTaskArguments, TaskContext } from "../support/run-task.ts";
import { openSending, type OpenSuite, type SendingArguments } from "../support/suite-connection.ts";

import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { SuiteError } from "#lib/errors/suite-error";
import { councilAct, type KeyAct } from "#lib/keys/acts";
import { parseKey, type KeyName } from "#lib/keys/key-id";
import { rememberKeys } from "#lib/keys/key-names";
import { readKeyStory } from "#lib/keys/key-story";
import { keyRequestPath, performKeyAct } from "#lib/keys/perform";

/** What every step of a key takes. */
export interface StepArguments extends SuiteTaskArguments, SendingArguments {
  readonly key: string;
  readonly dryRun: boolean;
  /** Only of steps that a council may have to take. */
  readonly out?: string;
}

/** A step with what surrounds it. */
export interface Step {
  readonly act: KeyAct;
  /** Keys whose names are remembered when the step is taken. */
  readonly names: readonly KeyName[];
  /** Refuses what the register would refuse; asked only where a council acts, since the register cannot be. */
  readonly requireAcceptable?: () => Promise<void> | void;
}

/**
 * The key of a step that belongs to the keeper of its category.
 *
 * @throws SuiteError those of `parseKey`, `input/options` for an option that the step would pass over.
 */
export function parseKeptKey({ key: written, account, out = "" }: StepArguments): KeyName {
  const key = parseKey(written, "key");
  const [option, meaning] =
    key.category === "governance"
      ? [account, "--account names a sender, and a governance key takes the Sovereign Authority's signatures"]
      : [out, "--out names a file to be signed, and this step is one transaction of one account"];
  if (option === "") return key;
  throw new SuiteError({
    code: "input/options",
    message: `${meaning}.`,
    hint: "Leave it out.",
    details: { key: key.text, option },
  });
}

/** Takes a step with an account that has its role, or writes what the Sovereign Authority signs. Done steps stay done. */
export async function takeKeyStep(
  context: TaskContext,
  suite: OpenSuite,
  taskArguments: StepArguments,
  step: Step,
): Promise<void> {
  const { act, names } = step;
  if (act.by === "council") await askCouncil(context, suite, taskArguments, step);
  else await send(context, suite, taskArguments, act, act.by);
  if (!taskArguments.dryRun) rememberKeys(context.deploymentDirectory, names);
}

async function send(
  context: TaskContext,
  suite: OpenSuite,
  taskArguments: StepArguments,
  act: KeyAct,
  role: bigint,
): Promise<void> {
  const { key, action, data } = act;
  const sending = await openSending(context, suite, taskArguments, role);
  const story = await readKeyStory(suite.provider, suite.record, key.id);
  const account = await sending.signer.getAddress();
  const target = suite.record.contracts.KeyRegistry.address;
  context.reporter.step(`${action} of ${key.text} as ${account}`);
  context.reporter.info(describeCall({ target, value: 0n, data }, new AddressBook(suite.record)).text);
  const result = await performKeyAct(sending, suite.record, act, { dryRun: taskArguments.dryRun, story });
  const { outcome, transactionHash } = result;
  context.reporter.result(
    { ok: true, key, account, ...result },
    `${outcome}: ${key.text} ${transactionHash ?? ""}`.trimEnd(),
  );
}

async function askCouncil(
  context: TaskContext,
  suite: OpenSuite,
  { dryRun, out = "" }: StepArguments,
  { act, requireAcceptable }: Step,
): Promise<void> {
  const { key } = act;
  const done = act.doneIn(await readKeyStory(suite.provider, suite.record, key.id));
  if (done !== undefined) {
    const { transactionHash, blockNumber } = done;
    const data = { ok: true, outcome: "already-done", key, transactionHash, blockNumber };
    context.reporter.result(data, `already-done: ${key.text} ${transactionHash}`);
    return;
  }
  await requireAcceptable?.();
  const file = keyRequestPath(context.deploymentDirectory, act);
  await answerWithAct(context, suite, councilAct(act), { dryRun, out }, file, { key });
}
