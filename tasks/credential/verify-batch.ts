import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { verifyBatchAct } from "#lib/identity/credential-acts";
import { parseCount } from "#lib/identity/parse-count";
import { parseDigest } from "#lib/input/parse-digest";

interface VerifyBatchArguments extends IdentityStepArguments {
  readonly root: string;
  readonly count: string;
  readonly accepted: string;
}

export default runTask(async (taskArguments: VerifyBatchArguments, context) => {
  const root = parseDigest(taskArguments.root, "root");
  const count = parseCount(taskArguments.count, "--count");
  const accepted = parseCount(taskArguments.accepted, "--accepted");
  const suite = await openSuite(context);
  await takeIdentityStep(context, suite, taskArguments, verifyBatchAct(root, count, accepted), {
    root,
    count,
    accepted,
  });
});
