import { takeStep, type StepArguments } from "../program/take-step.ts";
import type { TaskContext } from "../support/run-task.ts";
import { openSuite, type OpenSuite } from "../support/suite-connection.ts";

import type { BatchStory } from "#lib/batch/acts";
import { findBatch, parseBatch } from "#lib/batch/batch-reference";
import type { ChainBatch } from "#lib/batch/chain-batch";
import { parseInteger } from "#lib/input/parse-integer";
import { programLabels } from "#lib/program/program-labels";
import type { RegisterAct } from "#lib/program/register-act";
import { readRegisterStory } from "#lib/program/register-story";

/** What every step of a batch takes. */
export interface BatchStepArguments extends StepArguments {
  readonly batch: string;
}

/** A step of a batch that is on the chain. @param actOf Makes the step of what happened to the batch so far. */
export async function takeBatchStep(
  context: TaskContext,
  taskArguments: BatchStepArguments,
  actOf: (on: BatchStory, batch: ChainBatch, suite: OpenSuite) => RegisterAct | Promise<RegisterAct>,
  data: object = {},
): Promise<void> {
  const reference = parseBatch(taskArguments.batch);
  const suite = await openSuite(context);
  const batch = await findBatch(suite.provider, suite.record, reference);
  const on = await batchStory(suite, batch.id);
  const act = await actOf(on, batch, suite);
  const program = programLabels(context.deploymentDirectory)(batch.programId);
  await takeStep(context, suite, taskArguments, act, program, { status: batch.status, ...data });
}

export async function batchStory({ provider, record }: OpenSuite, id: string): Promise<BatchStory> {
  return { batch: { id, text: id }, story: await readRegisterStory(provider, record, id) };
}

/** @throws SuiteError `input/integer`. */
export function parseRow(value: string): number {
  return Number(parseInteger(value, "--row"));
}
