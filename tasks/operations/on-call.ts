import { join, resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseLabel } from "#lib/input/parse-label";
import { isoTime, parseTime } from "#lib/input/parse-time";
import { requireInForce } from "#lib/operations/in-force";
import { onCallAt, readRoster } from "#lib/operations/roster";

interface OnCallArguments extends SuiteTaskArguments {
  readonly at: string;
  readonly subject: string;
  readonly roster: string;
}

export default runTask(async (taskArguments: OnCallArguments, context) => {
  const { at, roster: given } = taskArguments;
  const time = at === "" ? Math.floor(Date.now() / 1000) : parseTime(at, "--at");
  const subject = parseLabel(taskArguments.subject, "--subject");
  const path = given === "" ? join(context.deploymentDirectory, "operations", "on-call.json") : resolve(given);
  const roster = readRoster(path);
  const { provider, record } = await openSuite(context);
  const { document } = await requireInForce(provider, record, { kind: "OnCallRoster", subject, path });
  const { version, digest } = document;
  const shift = onCallAt(roster, time);
  const { primary, secondary, from, to } = shift;
  const lines = [
    `on call at ${isoTime(time)}: ${primary.person} (${primary.contact})`,
    `then ${secondary.person} (${secondary.contact})`,
    ...roster.escalation.map(
      ({ person, contact, afterMinutes }) => `after ${String(afterMinutes)} minutes: ${person} (${contact})`,
    ),
    `shift ${from} to ${to}; roster version ${String(version)}, ${digest}`,
  ];
  context.reporter.result(
    { ok: true, at: time, shift, escalation: roster.escalation, roster: { path, version, digest } },
    lines.join("\n"),
  );
});
