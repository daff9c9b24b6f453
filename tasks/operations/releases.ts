import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { describeComponent, listComponents } from "#lib/operations/releases";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const components = await listComponents(provider, record);
  const lines = components.flatMap(describeComponent);
  context.reporter.result({ ok: true, components }, lines.length === 0 ? "No releases." : lines.join("\n"));
});
