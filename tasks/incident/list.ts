import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { incidentLabels } from "#lib/incident/folder";
import { listIncidents, renderEntry } from "#lib/incident/overview";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const incidents = await listIncidents(provider, record, incidentLabels(context.deploymentDirectory));
  const lines = incidents.flatMap(renderEntry);
  context.reporter.result({ ok: true, incidents }, lines.length === 0 ? "No incidents." : lines.join("\n"));
});
