import { runTask, type SuiteTaskArguments } from "../../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { reasonDigest } from "#lib/files/reason";
import { parseDuration } from "#lib/input/parse-duration";
import { isoTime, parseDeadline, requireTimeForm } from "#lib/input/parse-time";
import { announceWindow, listWindows } from "#lib/operations/windows";
import { ROLE_IDS } from "#lib/permissions/roles";

interface AnnounceArguments extends SuiteTaskArguments, SendingArguments {
  readonly from: string;
  readonly length: string;
  readonly notice: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: AnnounceArguments, context) => {
  requireTimeForm(taskArguments.from, "--from");
  const length = parseDuration(taskArguments.length, "--length");
  const digest = reasonDigest(taskArguments.notice, "--notice");
  const suite = await openSuite(context);
  const now = await chainTime(suite.provider);
  const start = parseDeadline(taskArguments.from, now, "--from");
  const draft = { start, end: start + length, digest };
  const sending = await openSending(context, suite, taskArguments, ROLE_IDS.TECHNICAL_OPERATOR);
  context.reporter.step(`A maintenance window from ${isoTime(start)} to ${isoTime(draft.end)}, notice ${digest}`);
  const windows = await listWindows(suite.provider, suite.record, now);
  const result = await announceWindow(sending, suite.record, draft, { dryRun: taskArguments.dryRun, windows });
  const known = taskArguments.dryRun ? [] : await listWindows(suite.provider, suite.record, now);
  const window = known.find(({ transactionHash }) => transactionHash === result.transactionHash)?.id ?? null;
  const { outcome, transactionHash } = result;
  context.reporter.result(
    { ok: true, window, ...draft, ...result },
    `${outcome}: ${window === null ? "" : `window ${String(window)}`} ${transactionHash ?? ""}`.trimEnd(),
  );
});
