import { close } from "./close-step.ts";
import type { BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

export default runTask(async (taskArguments: BatchStepArguments, context) => {
  await close(context, taskArguments, "write-off");
});
