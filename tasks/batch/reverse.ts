import { takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { reverseAct } from "#lib/batch/acts";
import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";

interface ReverseArguments extends BatchStepArguments {
  readonly reference: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: ReverseArguments, context) => {
  const reference = parseLabel(taskArguments.reference, "--reference");
  const digest = reasonDigest(taskArguments.reason);
  await takeBatchStep(context, taskArguments, (on) => reverseAct(on, reference, digest), { reference });
});
