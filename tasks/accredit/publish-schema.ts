import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { reasonDigest } from "#lib/files/reason";
import { publishSchemaAct } from "#lib/identity/accreditation-acts";
import { parseCount } from "#lib/identity/parse-count";
import { rememberSchema } from "#lib/identity/scope-names";
import { parseDuration } from "#lib/input/parse-duration";
import { parseLabel } from "#lib/input/parse-label";
import { requireUri } from "#lib/operations/record-document";

interface PublishArguments extends IdentityStepArguments {
  readonly schema: string;
  readonly document: string;
  readonly policy: string;
  readonly replaces: string;
  readonly transition: string;
  readonly uri: string;
}

export default runTask(async (taskArguments: PublishArguments, context) => {
  const schema = parseLabel(taskArguments.schema, "schema");
  const { transition, uri } = taskArguments;
  const draft = {
    schema,
    current: parseCount(taskArguments.replaces, "--replaces"),
    digest: reasonDigest(taskArguments.document, "--document"),
    revocationPolicyDigest: reasonDigest(taskArguments.policy, "--policy"),
    transition: transition === "" ? 0 : parseDuration(transition, "--transition"),
    uri,
  };
  requireUri(uri);
  await takeIdentityStep(context, await openSuite(context), taskArguments, publishSchemaAct(draft), draft);
  if (!taskArguments.dryRun) rememberSchema(context.deploymentDirectory, schema);
});
