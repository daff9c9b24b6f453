import { takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { rejectAct } from "#lib/batch/acts";
import { reasonDigest } from "#lib/files/reason";

interface RejectArguments extends BatchStepArguments {
  readonly reason: string;
}

export default runTask(async (taskArguments: RejectArguments, context) => {
  const digest = reasonDigest(taskArguments.reason);
  await takeBatchStep(context, taskArguments, (on) => rejectAct(on, digest));
});
