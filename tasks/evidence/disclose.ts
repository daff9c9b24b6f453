import { type DisclosureArguments, discloseAndReport } from "#lib/disclosure/run-disclose";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

type DiscloseArguments = SuiteTaskArguments & Omit<DisclosureArguments, "reporter">;

export default runTask<DiscloseArguments>(async (taskArguments, { reporter }) => {
  await discloseAndReport({ ...taskArguments, reporter });
});
