import { resolve } from "node:path";

import { ZeroHash } from "ethers";

import { batchStory } from "./take-step.ts";
import { takeStep, type StepArguments } from "../program/take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { submitAct } from "#lib/batch/acts";
import { requireSameTerms } from "#lib/batch/batch-reference";
import { batchWithRoot, readChainBatch } from "#lib/batch/chain-batch";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";

interface SubmitArguments extends StepArguments {
  readonly batch: string;
}

export default runTask(async (taskArguments: SubmitArguments, context) => {
  const folder = resolve(taskArguments.batch);
  const summary = await runApart("check", { folder }, terminalProgress);
  const suite = await openSuite(context);
  const { provider, record } = suite;
  const submitted = await batchWithRoot(provider, record, summary.root);
  if (submitted !== undefined) requireSameTerms(summary, await readChainBatch(provider, record, submitted), folder);
  const { story } = await batchStory(suite, submitted ?? ZeroHash);
  const act = submitAct({ batch: { id: submitted ?? summary.root, text: folder }, story }, summary);
  const { count, total, period } = summary;
  context.reporter.info(`${String(count)} rows, total ${total}, period ${String(period)} of ${summary.program}`);
  await takeStep(context, suite, taskArguments, act, summary.program, { root: summary.root });
  const id = taskArguments.dryRun ? undefined : await batchWithRoot(provider, record, summary.root);
  if (id === undefined) return;
  const { status } = await readChainBatch(provider, record, id);
  context.reporter.info(`It is ${status} under ${id}.`);
});
