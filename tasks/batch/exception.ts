import { raise, type RaiseArguments } from "./raise-step.ts";
import { runTask } from "../support/run-task.ts";

export default runTask(async (taskArguments: RaiseArguments, context) => {
  await raise(context, taskArguments, "Undelivered");
});
