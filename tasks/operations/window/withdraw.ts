import { runTask, type SuiteTaskArguments } from "../../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { parseInteger } from "#lib/input/parse-integer";
import { describeWindow, listWindows, windowById, withdrawWindow } from "#lib/operations/windows";
import { ROLE_IDS } from "#lib/permissions/roles";

interface WithdrawArguments extends SuiteTaskArguments, SendingArguments {
  readonly window: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: WithdrawArguments, context) => {
  const id = Number(parseInteger(taskArguments.window, "window"));
  const suite = await openSuite(context);
  const windows = await listWindows(suite.provider, suite.record, await chainTime(suite.provider));
  const window = windowById(windows, id);
  const sending = await openSending(context, suite, taskArguments, ROLE_IDS.TECHNICAL_OPERATOR);
  context.reporter.step(describeWindow(window));
  const result = await withdrawWindow(sending, suite.record, window, { dryRun: taskArguments.dryRun });
  const { outcome, transactionHash } = result;
  context.reporter.result(
    { ok: true, window: id, ...result },
    `${outcome}: window ${String(id)} ${transactionHash ?? ""}`.trimEnd(),
  );
});
