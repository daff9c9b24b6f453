import { runTask, type SuiteTaskArguments, type TaskContext } from "../support/run-task.ts";
import { openSending, openSuite, type OpenSuite, type SendingArguments } from "../support/suite-connection.ts";
import { validateUpgrade } from "../support/validate-upgrade.ts";

import { parseCall } from "#lib/calls/parse-call";
import type { WrittenCall } from "#lib/calls/encode-call";
import { changeClasses } from "#lib/change/change-class";
import { parseContractName, parseJsonList } from "#lib/change/draft-input";
import { readCallsFile, scaffoldChange, type ChangeDraft } from "#lib/change/scaffold";
import { prepareUpgrade } from "#lib/change/upgrade";
import { parseChoice } from "#lib/input/parse-choice";
import { SuiteError } from "#lib/errors/suite-error";
import type { Sending } from "#lib/transaction/send-transaction";

interface NewArguments extends SuiteTaskArguments, SendingArguments {
  readonly class: string;
  readonly title: string;
  readonly release: string;
  readonly uri: string;
  readonly call: string;
  readonly rollbackCall: string;
  readonly from: string;
  readonly upgrade: string;
  readonly proxy: string;
  readonly reference: string;
  readonly constructorArgs: string;
  readonly irreversible: boolean;
  readonly dryRun: boolean;
}

interface Calls {
  readonly calls: readonly WrittenCall[];
  readonly rollback: readonly WrittenCall[];
}

const CHANGE_PROPOSER = 14n;

export default runTask(async (taskArguments: NewArguments, context) => {
  const { title, release, uri, irreversible, dryRun } = taskArguments;
  const changeClass = parseChoice(taskArguments.class, changeClasses, "class of change");
  const written = writtenCalls(taskArguments);
  const suite = await openSuite(context);
  const sending = await openSending(context, suite, taskArguments, CHANGE_PROPOSER);
  const { calls, rollback } = written ?? (await upgradeCalls(taskArguments, context, suite, sending));
  const draft: ChangeDraft = {
    title,
    class: changeClass,
    proposer: await sending.signer.getAddress(),
    version: release,
    uri,
    irreversible,
    calls,
    rollback: irreversible ? [] : rollback,
  };
  if (dryRun) {
    context.reporter.result(
      { ok: true, outcome: "dry-run", draft },
      `dry run: ${title} with ${String(calls.length)} calls`,
    );
    return;
  }
  const { path } = await scaffoldChange(suite.provider, suite.record, context.deploymentDirectory, draft);
  context.reporter.result(
    { ok: true, path, class: changeClass },
    `${path}\nFill in its documents, then run: npx hardhat change check ${path}`,
  );
});

/** Calls from the command line or a file; undefined for an upgrade, which has to ask the chain. */
function writtenCalls({ call, rollbackCall, from, upgrade }: NewArguments): Calls | undefined {
  if ([call, from, upgrade].filter((option) => option !== "").length > 1) {
    throw new SuiteError({
      code: "input/options",
      message: "--call, --from and --upgrade exclude each other.",
      hint: "Put several calls into one file and name it with --from.",
    });
  }
  if (upgrade !== "") return undefined;
  if (from !== "") return readCallsFile(from);
  return {
    calls: call === "" ? [] : [parseCall(call)],
    rollback: rollbackCall === "" ? [] : [parseCall(rollbackCall)],
  };
}

async function upgradeCalls(
  { upgrade, proxy: proxyName, reference, constructorArgs, dryRun }: NewArguments,
  { hre, connect, reporter }: TaskContext,
  suite: OpenSuite,
  sending: Sending,
): Promise<Calls> {
  const proxy = parseContractName(proxyName);
  const current = reference === "" ? proxy : reference;
  reporter.step(`Validating the storage layouts of ${current} and ${upgrade}, both ways`);
  const next = await validateUpgrade(hre, await connect(), suite, { proxy, current, next: upgrade });
  if (dryRun) {
    reporter.info(`${upgrade} would be deployed by ${await sending.signer.getAddress()}.`);
    return { calls: [], rollback: [] };
  }
  reporter.step(`Deploying ${upgrade}`);
  const prepared = await prepareUpgrade(sending, suite.record, {
    proxy,
    next,
    ...(constructorArgs === "" ? {} : { constructorArgs: parseJsonList(constructorArgs, "--constructor-args") }),
  });
  reporter.info(`${upgrade} is at ${prepared.implementation}; a rollback brings back ${prepared.previous}.`);
  return prepared;
}
