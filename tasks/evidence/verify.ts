import { verifyAndReport } from "#lib/evidence/run-verify";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

interface VerifyArguments extends SuiteTaskArguments {
  readonly bundle: string;
  readonly trust: string;
  readonly incident: string;
  readonly report: string;
}

export default runTask<VerifyArguments>(async ({ bundle, trust, incident, report }, { reporter }) => {
  return await verifyAndReport({ bundle, trust, incident, report }, reporter);
});
