import { runTask, type SuiteTaskArguments } from "../../support/run-task.ts";
import { openSuite } from "../../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { describeWindow, listWindows } from "#lib/operations/windows";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const windows = await listWindows(provider, record, await chainTime(provider));
  const lines = windows.map(describeWindow);
  context.reporter.result({ ok: true, windows }, lines.length === 0 ? "No windows." : lines.join("\n"));
});
