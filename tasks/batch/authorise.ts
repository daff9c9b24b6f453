import { takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { authoriseAct } from "#lib/batch/acts";
import { parseLocalBatch } from "#lib/batch/batch-reference";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";

export default runTask(async (taskArguments: BatchStepArguments, context) => {
  const { folder } = parseLocalBatch(taskArguments.batch);
  const { manifestDigest } = await runApart("check", { folder }, terminalProgress);
  await takeBatchStep(context, taskArguments, (on) => authoriseAct(on, manifestDigest), { manifestDigest });
});
