import { raise, type RaiseArguments } from "./raise-step.ts";
import { runTask } from "../support/run-task.ts";

interface FindingArguments extends RaiseArguments {
  readonly paid: boolean;
}

export default runTask(async (taskArguments: FindingArguments, context) => {
  await raise(context, taskArguments, taskArguments.paid ? "PaidInError" : "Objection");
});
