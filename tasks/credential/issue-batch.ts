import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { issueBatchAct } from "#lib/identity/credential-acts";
import { parseCount } from "#lib/identity/parse-count";
import { parseDigest } from "#lib/input/parse-digest";
import { parseLabel } from "#lib/input/parse-label";

interface IssueBatchArguments extends IdentityStepArguments {
  readonly root: string;
  readonly schema: string;
  readonly count: string;
}

export default runTask(async (taskArguments: IssueBatchArguments, context) => {
  const root = parseDigest(taskArguments.root, "root");
  const schema = parseLabel(taskArguments.schema, "--schema");
  const count = parseCount(taskArguments.count, "--count");
  const suite = await openSuite(context);
  await takeIdentityStep(context, suite, taskArguments, issueBatchAct(schema, root, count), { root, schema, count });
});
