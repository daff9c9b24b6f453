import { takeKeyStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseChoice } from "#lib/input/parse-choice";
import { compromiseAct } from "#lib/keys/acts";
import { describeDeadline, deadlineOf } from "#lib/keys/deadline";
import { parseKey } from "#lib/keys/key-id";
import { findKey } from "#lib/keys/read-key";

interface CompromiseArguments extends StepArguments {
  readonly evidence: string;
  readonly as: string;
}

export default runTask(async (taskArguments: CompromiseArguments, context) => {
  const key = parseKey(taskArguments.key, "key");
  const as = parseChoice(taskArguments.as, ["operator", "monitor"], "capacity");
  const evidence = reasonDigest(taskArguments.evidence, "--evidence");
  const suite = await openSuite(context);
  const current = await findKey(suite.provider, suite.record, key);
  const after = deadlineOf({ ...current, status: "Compromised" }, current.dueAt);
  context.reporter.info(`${key.text} will be ${describeDeadline(after)}`);
  await takeKeyStep(context, suite, taskArguments, { act: compromiseAct(key, evidence, as), names: [key] });
});
