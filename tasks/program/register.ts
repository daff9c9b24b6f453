import { resolve } from "node:path";

import { programStory, takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { resolveEntity } from "#lib/incident/entity";
import { parseLabel } from "#lib/input/parse-label";
import { registerProgramAct } from "#lib/program/acts";
import { parsePrivacy } from "#lib/program/program";
import { readRuleSet } from "#lib/program/rule-set";

interface RegisterArguments extends StepArguments {
  readonly rules: string;
  readonly authority: string;
  readonly privacy: string;
  readonly metadata: string;
  readonly legal: string;
}

export default runTask(async (taskArguments: RegisterArguments, context) => {
  const rules = readRuleSet(resolve(taskArguments.rules));
  const terms = {
    rules,
    authority: resolveEntity(context.deploymentDirectory, taskArguments.authority),
    privacy: parsePrivacy(taskArguments.privacy),
    metadataDigest: reasonDigest(taskArguments.metadata, "--metadata"),
    legalApprovalDigest: reasonDigest(taskArguments.legal, "--legal"),
  };
  const program = parseLabel(rules.ruleSet.program, "program");
  const suite = await openSuite(context);
  const act = registerProgramAct(await programStory(suite, program), terms);
  await takeStep(context, suite, taskArguments, act, program.text);
});
