import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { openDossier } from "#lib/change/dossier";
import { prepareApprovals } from "#lib/change/prepare-request";
import { proposeChange } from "#lib/change/propose";
import { readStatus } from "#lib/change/read-change";
import { parseDuration } from "#lib/input/parse-duration";

interface ProposeArguments extends SuiteTaskArguments, SendingArguments {
  readonly dossier: string;
  readonly validFor: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: ProposeArguments, context) => {
  const { dossier: name, dryRun } = taskArguments;
  const { reporter } = context;
  const validFor = parseDuration(taskArguments.validFor, "--valid-for");
  const dossier = openDossier(context.deploymentDirectory, name);
  const suite = await openSuite(context);
  const account = taskArguments.account === "" ? dossier.file.proposer : taskArguments.account;
  const sending = await openSending(context, suite, { ...taskArguments, account });
  reporter.step(`Proposing ${dossier.path} as ${account}`);
  for (const call of dossier.file.calls) reporter.info(`${call.target}.${call.function} ${JSON.stringify(call.args)}`);
  const result = await proposeChange(sending, dossier, suite.record, { dryRun });
  const { id, class: changeClass, approveBy } = result;
  const pending = approveBy !== null && (await readStatus(suite.provider, suite.record, id)) === "Proposed";
  const approvals = pending
    ? await prepareApprovals(suite.provider, suite.record, dossier.path, { id, changeClass, approveBy, validFor })
    : [];
  const files = approvals.map(({ file }) => file);
  const lines = [`${result.outcome}: ${id}`, ...files.map((file) => `to be signed: ${file}`)];
  reporter.result({ ok: true, ...result, approvals: files }, lines.join("\n"));
});
