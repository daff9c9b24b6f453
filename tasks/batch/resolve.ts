import { parseRow, takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { resolveAct } from "#lib/batch/acts";
import { parseOutcome } from "#lib/batch/outcome";
import { reasonDigest } from "#lib/files/reason";

interface ResolveArguments extends BatchStepArguments {
  readonly row: string;
  readonly outcome: string;
  readonly decision: string;
}

export default runTask(async (taskArguments: ResolveArguments, context) => {
  const index = parseRow(taskArguments.row);
  const outcome = parseOutcome(taskArguments.outcome);
  const digest = reasonDigest(taskArguments.decision, "--decision");
  await takeBatchStep(context, taskArguments, (on) => resolveAct(on, index, outcome, digest, "authority"), {
    index,
    decided: outcome,
  });
});
