import { checkpointAndReport } from "#lib/checkpoint/run-checkpoint";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface CheckpointArguments extends SuiteTaskArguments {
  readonly to: string;
  readonly confirmations: string;
  readonly dryRun: boolean;
}

export default runTask<CheckpointArguments>(async ({ to, confirmations, dryRun }, context) => {
  const { node: open, deploymentDirectory, reporter } = context;
  const rpc = await open();
  const node = { send: (method: string, params: unknown[]): Promise<unknown> => rpc.request({ method, params }) };
  await checkpointAndReport({ node, deployment: deploymentDirectory, to, confirmations, dryRun, reporter });
});
