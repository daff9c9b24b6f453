import { takeStep } from "../program/take-step.ts";
import type { BatchStepArguments } from "./take-step.ts";
import type { TaskContext } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reconcileAct, type Figures } from "#lib/batch/acts";
import { parseLocalBatch } from "#lib/batch/batch-reference";
import { reconcileBatch, writeReport } from "#lib/batch/reconciliation-report";
import { SuiteError } from "#lib/errors/suite-error";

/** Recomputes a batch, writes the report, and closes the batch on it. */
export async function close(
  context: TaskContext,
  taskArguments: BatchStepArguments,
  way: "reconcile" | "write-off",
): Promise<void> {
  const local = parseLocalBatch(taskArguments.batch);
  const suite = await openSuite(context);
  const { batch, story, figures, report } = await reconcileBatch(suite.provider, suite.record, local);
  requireWay(figures, way);
  const { settled, exceptions, residual, reportDigest } = figures;
  context.reporter.info(
    `authorised ${String(batch.total)} = settled ${String(settled)} + exceptions ${String(exceptions)} + residual ${String(residual)}`,
  );
  const written = taskArguments.dryRun ? null : writeReport(local.folder, report);
  const act = reconcileAct({ batch: { id: batch.id, text: batch.id }, story }, figures);
  const data = { report: written, settled, exceptions, residual, reportDigest };
  await takeStep(context, suite, taskArguments, act, local.summary.program, data);
}

function requireWay({ residual }: Figures, way: "reconcile" | "write-off"): void {
  if ((residual === 0n) === (way === "reconcile")) return;
  throw new SuiteError({
    code: residual === 0n ? "refused/nothing-to-write-off" : "refused/residual",
    message:
      residual === 0n
        ? "Every amount of the batch is settled or set aside."
        : `${String(residual)} of the batch were neither settled nor set aside.`,
    hint: `Use npx hardhat batch ${residual === 0n ? "reconcile" : "write-off, when nobody will pay them any more"}.`,
    details: { residual },
  });
}
