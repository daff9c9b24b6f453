import { takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";

import { settleAct } from "#lib/batch/acts";
import { parseInteger } from "#lib/input/parse-integer";
import { parseLabel } from "#lib/input/parse-label";

interface SettleArguments extends BatchStepArguments {
  readonly reference: string;
  readonly amount: string;
  readonly rows: string;
}

export default runTask(async (taskArguments: SettleArguments, context) => {
  const payment = {
    reference: parseLabel(taskArguments.reference, "--reference"),
    amount: parseInteger(taskArguments.amount, "--amount"),
    rows: Number(parseInteger(taskArguments.rows, "--rows")),
  };
  await takeBatchStep(context, taskArguments, (on) => settleAct(on, payment), payment);
});
