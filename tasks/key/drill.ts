import { takeKeyStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { drillAct } from "#lib/keys/acts";
import { parseKey } from "#lib/keys/key-id";
import { findKey } from "#lib/keys/read-key";

interface DrillArguments extends StepArguments {
  readonly evidence: string;
}

export default runTask(async (taskArguments: DrillArguments, context) => {
  const key = parseKey(taskArguments.key, "key");
  const evidence = reasonDigest(taskArguments.evidence, "--evidence");
  const suite = await openSuite(context);
  await findKey(suite.provider, suite.record, key);
  await takeKeyStep(context, suite, taskArguments, { act: drillAct(key, evidence), names: [key] });
});
