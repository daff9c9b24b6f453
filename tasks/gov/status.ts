import type { SuiteTaskArguments } from "../support/run-task.ts";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { openDeployment } from "#lib/deployment/open-deployment";
import { refreshRecord } from "#lib/deployment/refresh-record";
import { governanceStatus, statusText } from "#lib/deployment/status";

import { runTask } from "../support/run-task.ts";

interface StatusArguments extends SuiteTaskArguments {
  readonly refresh: boolean;
}

export default runTask(async ({ refresh }: StatusArguments, { node, deploymentDirectory, reporter }) => {
  const { governance, record, provider, state } = await openDeployment(deploymentDirectory, await node());
  if (refresh) {
    const refreshed = await refreshRecord(provider, record);
    if (refreshed.changed.length > 0) writeContractsRecord(deploymentDirectory, refreshed.record);
    reporter.info(
      `contracts.json: ${refreshed.changed.length === 0 ? "nothing to change" : refreshed.changed.join(", ")}`,
    );
  }
  const status = await governanceStatus(provider, governance, record, state);
  reporter.result({ ok: true, ...status }, statusText(status));
});
