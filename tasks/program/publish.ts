import { resolve } from "node:path";

import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseLabel } from "#lib/input/parse-label";
import { requireUri } from "#lib/operations/record-document";
import { publishAct } from "#lib/program/acts";
import { changesOf, keepRules, requireSchedule } from "#lib/program/kept-rules";
import { readProgram } from "#lib/program/read-program";
import { readRuleSet } from "#lib/program/rule-set";
import { renderDifference } from "#lib/program/rule-set-difference";

interface PublishArguments extends StepArguments {
  readonly rules: string;
  readonly uri: string;
}

export default runTask(async (taskArguments: PublishArguments, context) => {
  const { reporter, deploymentDirectory } = context;
  const rules = readRuleSet(resolve(taskArguments.rules));
  requireUri(taskArguments.uri);
  const program = parseLabel(rules.ruleSet.program, "program");
  const suite = await openSuite(context);
  const state = await readProgram(suite.provider, suite.record, program);
  requireSchedule(rules, state);
  const changes = changesOf(deploymentDirectory, rules, state.rules);
  const head = `Rules of ${program.text}, version ${String(rules.ruleSet.version)}: ${rules.digest}`;
  reporter.step(state.rules === null ? `${head}, the first` : head);
  for (const line of renderDifference(changes)) reporter.info(line);
  if (!taskArguments.dryRun) keepRules(deploymentDirectory, rules);
  const act = publishAct(await programStory(suite, program), rules, taskArguments.uri);
  await takeStep(context, suite, taskArguments, act, program.text, { digest: rules.digest, changes });
});
