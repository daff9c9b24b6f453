import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { listBatches } from "#lib/batch/chain-batch";
import { parseLabel } from "#lib/input/parse-label";
import { readProgram } from "#lib/program/read-program";

interface ListArguments extends SuiteTaskArguments {
  readonly program: string;
}

export default runTask(async (taskArguments: ListArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const { provider, record } = await openSuite(context);
  await readProgram(provider, record, program);
  const batches = await listBatches(provider, record, program);
  const lines = batches.map(
    ({ id, status, period, count, total }) =>
      `${id}  ${status}  period ${String(period)}  ${String(count)} rows  ${String(total)}`,
  );
  context.reporter.result(
    { ok: true, program, batches },
    lines.length === 0 ? "No batch was submitted." : lines.join("\n"),
  );
});
