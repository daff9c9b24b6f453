import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { recordAct } from "#lib/program/acts";
import { parsePaper } from "#lib/program/program";
import { readProgram } from "#lib/program/read-program";

interface RecordArguments extends StepArguments {
  readonly program: string;
  readonly paper: string;
  readonly file: string;
}

export default runTask(async (taskArguments: RecordArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const paper = parsePaper(taskArguments.paper);
  const digest = reasonDigest(taskArguments.file, "file");
  const suite = await openSuite(context);
  await readProgram(suite.provider, suite.record, program);
  const act = recordAct(await programStory(suite, program), paper, digest);
  await takeStep(context, suite, taskArguments, act, program.text, { paper, digest });
});
