import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { parseDuration } from "#lib/input/parse-duration";
import { isPressing } from "#lib/keys/deadline";
import { keyNames } from "#lib/keys/key-names";
import { listKeys } from "#lib/keys/read-key";
import { entryOf, mostPressingFirst, renderEntry } from "#lib/keys/render-keys";

interface ListArguments extends SuiteTaskArguments {
  readonly due: boolean;
  readonly within: string;
  readonly all: boolean;
}

export default runTask(async ({ due, within: written, all }: ListArguments, context) => {
  const within = parseDuration(written, "--within");
  if (due && all) {
    throw new SuiteError({
      code: "input/options",
      message: "--due and --all exclude each other: a key that is out of use is never due.",
      hint: "Give one of them.",
    });
  }
  const nameOf = keyNames(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const now = await chainTime(provider);
  const entries = (await listKeys(provider, record)).map((key) => entryOf(key, nameOf, now));
  const pressing = entries.filter(({ deadline }) => isPressing(deadline, within));
  const keys = due ? pressing : entries.filter(({ key }) => all || key.endedAt === null);
  const lines = mostPressingFirst(keys).flatMap(renderEntry);
  const none = due ? "No key is due." : "No keys.";
  context.reporter.result(
    { ok: true, now, keys, pressing: pressing.length },
    lines.length === 0 ? none : lines.join("\n"),
  );
  return due && pressing.length > 0 ? ExitCode.due : ExitCode.ok;
});
