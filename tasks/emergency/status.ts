import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readEmergencyStatus, renderStatus } from "#lib/emergency/status";
import { readSystems } from "#lib/emergency/systems";
import { incidentLabels } from "#lib/incident/folder";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const book = readSystems(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const status = await readEmergencyStatus(provider, record, book);
  const labelOf = incidentLabels(context.deploymentDirectory);
  const debts = status.debts.map((debt) => ({ label: labelOf(debt.incidentId), ...debt }));
  context.reporter.result({ ok: true, ...status, debts }, renderStatus(status, labelOf).join("\n"));
});
