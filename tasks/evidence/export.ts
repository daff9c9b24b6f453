import { readContractsRecord } from "#lib/deployment/contracts-record";
import { exportAndReport } from "#lib/evidence/run-export";

import { exporterOf } from "../support/exporter.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface ExportArguments extends SuiteTaskArguments {
  readonly target: string;
  readonly from: string;
  readonly to: string;
  readonly confirmations: string;
  readonly trust: string;
  readonly trustOut: string;
  readonly incident: string;
  readonly program: string;
  readonly checkpoint: string;
  readonly withoutState: boolean;
  readonly attestAccount: string;
}

export default runTask<ExportArguments>(async (taskArguments, context) => {
  const { node: open, deploymentDirectory, reporter } = context;
  const { attestAccount } = taskArguments;
  const exporter = attestAccount === "" ? undefined : await exporterOf(attestAccount, context);
  const record = readContractsRecord(deploymentDirectory);
  const rpc = await open();
  const node = { send: (method: string, params: unknown[]): Promise<unknown> => rpc.request({ method, params }) };
  await exportAndReport({ ...taskArguments, node, record, exporter, reporter });
});
