import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseInteger } from "#lib/input/parse-integer";
import { parseLabel } from "#lib/input/parse-label";
import { thresholdAct } from "#lib/program/acts";
import { readProgram } from "#lib/program/read-program";

interface ThresholdArguments extends StepArguments {
  readonly program: string;
  readonly perDay: string;
}

export default runTask(async (taskArguments: ThresholdArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const perDay = parseInteger(taskArguments.perDay, "perDay");
  const suite = await openSuite(context);
  const { threshold: before } = await readProgram(suite.provider, suite.record, program);
  context.reporter.info(`Until now ${String(before.perDay)} a day. What is set anew starts empty.`);
  const act = thresholdAct(await programStory(suite, program), perDay);
  await takeStep(context, suite, taskArguments, act, program.text, { before });
});
