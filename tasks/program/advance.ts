import { parseCaps, type CapsArguments } from "./parse-caps.ts";
import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { advanceAct } from "#lib/program/acts";
import { parsePhase } from "#lib/program/program";
import { readProgram, readRequirementsDigest } from "#lib/program/read-program";
import { requireReady } from "#lib/program/require-ready";

interface AdvanceArguments extends StepArguments, CapsArguments {
  readonly program: string;
  readonly to: string;
  readonly decision: string;
}

export default runTask(async (taskArguments: AdvanceArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const to = parsePhase(taskArguments.to);
  const caps = parseCaps(taskArguments);
  const decision = reasonDigest(taskArguments.decision, "--decision");
  const suite = await openSuite(context);
  const { provider, record } = suite;
  const state = await readProgram(provider, record, program);
  const papers = await readRequirementsDigest(provider, record, program, to);
  const act = advanceAct(await programStory(suite, program), to, caps, papers, decision);
  if (act.done === undefined) requireReady(state, to);
  context.reporter.info(`Decided on the papers with the digest ${papers}.`);
  await takeStep(context, suite, taskArguments, act, program.text, { to, requirementsDigest: papers });
});
