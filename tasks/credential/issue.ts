import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { chainTime } from "#lib/chain/chain-time";
import { issueAct } from "#lib/identity/credential-acts";
import { parseDigest } from "#lib/input/parse-digest";
import { parseLabel } from "#lib/input/parse-label";
import { parseDeadline, requireTimeForm } from "#lib/input/parse-time";

interface IssueArguments extends IdentityStepArguments {
  readonly credential: string;
  readonly schema: string;
  readonly expires: string;
}

export default runTask(async (taskArguments: IssueArguments, context) => {
  const credentialDigest = parseDigest(taskArguments.credential, "credential");
  const schema = parseLabel(taskArguments.schema, "--schema");
  requireTimeForm(taskArguments.expires, "--expires");
  const suite = await openSuite(context);
  const expiresAt = parseDeadline(taskArguments.expires, await chainTime(suite.provider), "--expires");
  const act = issueAct(schema, credentialDigest, expiresAt);
  await takeIdentityStep(context, suite, taskArguments, act, { credentialDigest, schema, expiresAt });
});
