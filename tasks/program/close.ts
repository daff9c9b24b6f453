import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { closeAct } from "#lib/program/acts";
import { readProgram } from "#lib/program/read-program";

interface CloseArguments extends StepArguments {
  readonly program: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: CloseArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const reason = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  await readProgram(suite.provider, suite.record, program);
  const act = closeAct(await programStory(suite, program), reason);
  await takeStep(context, suite, taskArguments, act, program.text);
});
