import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseInteger } from "#lib/input/parse-integer";
import { parseLabel } from "#lib/input/parse-label";
import { budgetAct } from "#lib/program/acts";
import { readProgram } from "#lib/program/read-program";

interface BudgetArguments extends StepArguments {
  readonly program: string;
  readonly budget: string;
  readonly approval: string;
}

export default runTask(async (taskArguments: BudgetArguments, context) => {
  const program = parseLabel(taskArguments.program, "program");
  const budget = parseInteger(taskArguments.budget, "budget");
  const approval = reasonDigest(taskArguments.approval, "--approval");
  const suite = await openSuite(context);
  const { budget: before } = await readProgram(suite.provider, suite.record, program);
  context.reporter.info(`Until now ${String(before.limit)}, of which ${String(before.committed)} are committed.`);
  const act = budgetAct(await programStory(suite, program), budget, approval);
  await takeStep(context, suite, taskArguments, act, program.text, { before });
});
