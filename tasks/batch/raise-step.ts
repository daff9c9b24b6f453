import { parseRow, takeBatchStep, type BatchStepArguments } from "./take-step.ts";
import type { TaskContext } from "../support/run-task.ts";

import { raiseAct } from "#lib/batch/acts";
import { parseLocalBatch } from "#lib/batch/batch-reference";
import type { ExceptionKind } from "#lib/batch/chain-batch";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";
import { reasonDigest } from "#lib/files/reason";

/** What names a row and says what is wrong with it. */
export interface RaiseArguments extends BatchStepArguments {
  readonly row: string;
  readonly reason: string;
}

/** Shows the chain one row of a batch, with its proof and nothing of whose it is, and holds its amount back. */
export async function raise(
  context: TaskContext,
  taskArguments: RaiseArguments,
  kind: Exclude<ExceptionKind, "None">,
): Promise<void> {
  const index = parseRow(taskArguments.row);
  const digest = reasonDigest(taskArguments.reason);
  const { folder } = parseLocalBatch(taskArguments.batch);
  const row = await runApart("prove", { folder, index }, terminalProgress);
  const data = { index, amount: row.amount, kind };
  await takeBatchStep(context, taskArguments, (on) => raiseAct(on, kind, row, digest), data);
}
