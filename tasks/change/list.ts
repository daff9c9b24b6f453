import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { listChanges } from "#lib/change/list";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const entries = await listChanges(provider, record, context.deploymentDirectory);
  const lines = entries.map(({ id, status, class: changeClass, title, dossier, acknowledgement }) =>
    [
      id ?? "not proposed".padEnd(66),
      status.padEnd(10),
      changeClass.padEnd(15),
      title,
      dossier ?? "",
      acknowledgement ?? "",
    ]
      .join("  ")
      .trimEnd(),
  );
  context.reporter.result({ ok: true, changes: entries }, lines.length === 0 ? "No changes." : lines.join("\n"));
});
