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
  readonly attestAccount: string;
}

export default runTask<ExportArguments>(async (taskArguments, context) => {
  const { node: open, deploymentDirectory, reporter } = context;
  const { target, from, to, confirmations, trust, trustOut, incident, attestAccount } = taskArguments;
  const exporter = attestAccount === "" ? undefined : await exporterOf(attestAccount, context);
  const record = readContractsRecord(deploymentDirectory);
  const rpc = await open();
  const node = { send: (method: string, params: unknown[]): Promise<unknown> => rpc.request({ method, params }) };
  await exportAndReport({
    node,
    record,
    target,
    from,
    to,
    confirmations,
    trust,
    trustOut,
    incident,
    exporter,
    reporter,
  });
});
