import { parseRow, takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { disputeAct } from "#lib/batch/acts";
import { reasonDigest } from "#lib/files/reason";

interface DisputeArguments extends BatchStepArguments {
  readonly row: string;
  readonly evidence: string;
}

export default runTask(async (taskArguments: DisputeArguments, context) => {
  const index = parseRow(taskArguments.row);
  const digest = reasonDigest(taskArguments.evidence, "--evidence");
  await takeBatchStep(context, taskArguments, (on) => disputeAct(on, index, digest), { index });
});
