import { join } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { keepRecord } from "../support/keep-record.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { referredChange } from "#lib/change/change-reference";
import { dossierFiles } from "#lib/change/dossier";
import { executeChange } from "#lib/change/execute";
import { writeJsonFile } from "#lib/files/json-file";
import { parseInteger } from "#lib/input/parse-integer";

interface ExecuteArguments extends SuiteTaskArguments, SendingArguments {
  readonly change: string;
  readonly window: string;
  readonly dryRun: boolean;
}

const CHANGE_EXECUTOR = 15n;

export default runTask(async (taskArguments: ExecuteArguments, context) => {
  const windowId = parseInteger(taskArguments.window, "--window");
  const suite = await openSuite(context);
  const { id, dossier } = referredChange(context.deploymentDirectory, suite.record, taskArguments.change);
  const sending = await openSending(context, suite, taskArguments, CHANGE_EXECUTOR);
  context.reporter.step(`Executing ${id} as ${await sending.signer.getAddress()}`);
  const result = await executeChange(sending, suite.record, id, { dryRun: taskArguments.dryRun, windowId });
  if (result.outcome !== "dry-run") {
    if (dossier !== undefined) {
      writeJsonFile(join(dossier.path, dossierFiles.receipt), { schema: "sign.receipt.v1", ...result });
    }
    await keepRecord(context, suite);
  }
  context.reporter.result({ ok: true, ...result }, `${result.outcome}: ${id} ${result.transactionHash ?? ""}`);
});
