import { verifyAndReport } from "#lib/evidence/run-verify";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface VerifyArguments extends SuiteTaskArguments {
  readonly bundle: string;
  readonly trust: string;
  readonly incident: string;
  readonly program: string;
  readonly disclosure: string;
  readonly sample: string;
  readonly identity: string;
  readonly report: string;
}

export default runTask<VerifyArguments>(async (taskArguments, { reporter }) => {
  return await verifyAndReport(taskArguments, reporter);
});
