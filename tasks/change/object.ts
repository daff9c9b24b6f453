import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { referredChange } from "#lib/change/change-reference";
import { objectToChange } from "#lib/change/escalate";
import { reasonDigest } from "#lib/files/reason";
import { ROLE_IDS } from "#lib/permissions/roles";

interface ObjectArguments extends SuiteTaskArguments, SendingArguments {
  readonly change: string;
  readonly reason: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: ObjectArguments, context) => {
  const digest = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  const { id } = referredChange(context.deploymentDirectory, suite.record, taskArguments.change);
  const sending = await openSending(context, suite, taskArguments, ROLE_IDS.MONITOR);
  context.reporter.step(`Objecting to ${id} as ${await sending.signer.getAddress()}: it is dead afterwards`);
  const result = await objectToChange(sending, suite.record, id, digest, { dryRun: taskArguments.dryRun });
  context.reporter.result(
    { ok: true, id, reasonDigest: digest, ...result },
    `${result.outcome}: ${id} ${result.transactionHash ?? ""}`.trimEnd(),
  );
});
