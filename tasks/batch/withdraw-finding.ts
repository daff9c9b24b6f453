import { parseRow, takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { withdrawFindingAct } from "#lib/batch/acts";
import { reasonDigest } from "#lib/files/reason";

interface WithdrawFindingArguments extends BatchStepArguments {
  readonly row: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: WithdrawFindingArguments, context) => {
  const index = parseRow(taskArguments.row);
  const digest = reasonDigest(taskArguments.reason);
  await takeBatchStep(context, taskArguments, (on) => withdrawFindingAct(on, index, digest), { index });
});
