import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { findBatch, parseBatch } from "#lib/batch/batch-reference";
import { booksOf } from "#lib/batch/reconcile";
import { renderBatch } from "#lib/batch/render-batch";
import { programLabels } from "#lib/program/program-labels";
import { readRegisterStory } from "#lib/program/register-story";

interface ShowArguments extends SuiteTaskArguments {
  readonly batch: string;
}

export default runTask(async (taskArguments: ShowArguments, context) => {
  const reference = parseBatch(taskArguments.batch);
  const { provider, record } = await openSuite(context);
  const batch = await findBatch(provider, record, reference);
  const story = await readRegisterStory(provider, record, batch.id);
  const books = booksOf(story);
  const program = programLabels(context.deploymentDirectory)(batch.programId);
  context.reporter.result({ ok: true, program, batch, books, story }, renderBatch(program, batch, books).join("\n"));
});
