import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { renderBridge } from "#lib/bridge/render-status";
import { readBridge } from "#lib/bridge/status";
import { AddressBook } from "#lib/calls/known-contracts";
import { readSystems } from "#lib/emergency/systems";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const systems = readSystems(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const status = await readBridge(provider, record, systems);
  context.reporter.result({ ok: true, ...status }, renderBridge(status, new AddressBook(record)).join("\n"));
});
