import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { keepRecord } from "../support/keep-record.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { executeSafeRequest } from "#lib/safe/execute-request";
import { requireForDeployment } from "#lib/safe/request-scope";
import { readSignedSafeRequest } from "#lib/safe/safe-file";

interface ExecuteArguments extends SuiteTaskArguments, SendingArguments {
  readonly file: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: ExecuteArguments, context) => {
  const path = resolve(taskArguments.file);
  const request = readSignedSafeRequest(path);
  const suite = await openSuite(context);
  requireForDeployment(request, suite.record, path);
  const sending = await openSending(context, suite, taskArguments);
  context.reporter.step(`${request.description}, sent by ${await sending.signer.getAddress()}`);
  const result = await executeSafeRequest(sending, request, {
    dryRun: taskArguments.dryRun,
    fromBlock: suite.record.deployedAtBlock,
  });
  // A council's transaction may have rolled an upgrade back.
  if (!taskArguments.dryRun) await keepRecord(context, suite);
  context.reporter.result(
    { ok: true, ...result },
    `${result.outcome}: ${result.transactionHash ?? request.safeTxHash}`,
  );
});
