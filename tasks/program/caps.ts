import { parseCaps, type CapsArguments } from "./parse-caps.ts";
import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { capsAct } from "#lib/program/acts";
import { readProgram } from "#lib/program/read-program";

interface PhaseCapsArguments extends StepArguments, CapsArguments {
  readonly program: string;
  readonly decision: string;
}

export default runTask(async (taskArguments: PhaseCapsArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const caps = parseCaps(taskArguments);
  const decision = reasonDigest(taskArguments.decision, "--decision");
  const suite = await openSuite(context);
  const { caps: before } = await readProgram(suite.provider, suite.record, program);
  context.reporter.info(
    `Until now ${String(before.maxParticipants)} rows and ${String(before.maxAmount)} in a period.`,
  );
  const act = capsAct(await programStory(suite, program), caps, decision);
  await takeStep(context, suite, taskArguments, act, program.text, { before });
});
