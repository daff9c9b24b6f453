import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { resolveEntity } from "#lib/incident/entity";
import { parseLabel } from "#lib/input/parse-label";
import { withdrawEntityAct } from "#lib/program/acts";
import { readProgram } from "#lib/program/read-program";

interface WithdrawArguments extends StepArguments {
  readonly program: string;
  readonly entity: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: WithdrawArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const entity = resolveEntity(context.deploymentDirectory, taskArguments.entity);
  const digest = reasonDigest(taskArguments.reason, "--reason");
  const suite = await openSuite(context);
  await readProgram(suite.provider, suite.record, program);
  const act = withdrawEntityAct(await programStory(suite, program), entity, digest);
  await takeStep(context, suite, taskArguments, act, program.text, { entity });
});
