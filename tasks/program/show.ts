import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseLabel } from "#lib/input/parse-label";
import { readProgram } from "#lib/program/read-program";
import { renderProgram } from "#lib/program/render-program";

interface ShowArguments extends SuiteTaskArguments {
  readonly program: string;
}

export default runTask(async (taskArguments: ShowArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const { provider, record } = await openSuite(context);
  const state = await readProgram(provider, record, program);
  context.reporter.result({ ok: true, ...state }, renderProgram(state).join("\n"));
});
