import { discloseAndReport } from "#lib/disclosure/run-disclose";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface DiscloseArguments extends SuiteTaskArguments {
  readonly batch: string;
  readonly target: string;
  readonly bundle: string;
  readonly trust: string;
  readonly row: string;
  readonly sample: string;
  readonly encryptTo: readonly string[];
  readonly dryRun: boolean;
}

export default runTask<DiscloseArguments>(async (taskArguments, { reporter }) => {
  await discloseAndReport({ ...taskArguments, reporter });
});
