import { readContractsRecord } from "#lib/deployment/contracts-record";
import { exportAndReport } from "#lib/evidence/run-export";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface ExportArguments extends SuiteTaskArguments {
  readonly target: string;
  readonly to: string;
  readonly confirmations: string;
  readonly trust: string;
  readonly trustOut: string;
  readonly incident: string;
}

export default runTask<ExportArguments>(async (taskArguments, { node: open, deploymentDirectory, reporter }) => {
  const { target, to, confirmations, trust, trustOut, incident } = taskArguments;
  const record = readContractsRecord(deploymentDirectory);
  const rpc = await open();
  const node = { send: (method: string, params: unknown[]): Promise<unknown> => rpc.request({ method, params }) };
  await exportAndReport({ node, record, target, to, confirmations, trust, trustOut, incident, reporter });
});
