import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readVolumes } from "#lib/identity/read-volumes";
import { renderVolumes } from "#lib/identity/render";
import { scopeNames } from "#lib/identity/scope-names";

export default runTask(async (_: SuiteTaskArguments, context) => {
  const nameOf = scopeNames(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const volumes = await readVolumes(provider, record);
  context.reporter.result({ ok: true, ...volumes }, renderVolumes(volumes, nameOf).join("\n"));
});
