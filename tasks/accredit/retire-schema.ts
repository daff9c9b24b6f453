import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { reasonDigest } from "#lib/files/reason";
import { retireSchemaAct } from "#lib/identity/accreditation-acts";
import { parseLabel } from "#lib/input/parse-label";

interface RetireArguments extends IdentityStepArguments {
  readonly schema: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: RetireArguments, context) => {
  const schema = parseLabel(taskArguments.schema, "schema");
  const digest = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  await takeIdentityStep(context, suite, taskArguments, retireSchemaAct(schema, digest), { schema, digest });
});
