import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { programLabels } from "#lib/program/program-labels";
import { listPrograms, readProgram } from "#lib/program/read-program";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const labelOf = programLabels(context.deploymentDirectory);
  const ids = await listPrograms(provider, record);
  const programs = await Promise.all(ids.map((id) => readProgram(provider, record, { id, text: labelOf(id) })));
  const lines = programs.map(
    ({ program, phase, period, closedAt }) =>
      `${program.text}  ${closedAt === null ? phase : "closed"}  period ${String(period)}`,
  );
  context.reporter.result(
    { ok: true, programs },
    lines.length === 0 ? "No programme is registered." : lines.join("\n"),
  );
});
