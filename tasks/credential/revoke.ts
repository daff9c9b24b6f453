import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { reasonDigest } from "#lib/files/reason";
import { revokeAct } from "#lib/identity/credential-acts";
import { readLeaf } from "#lib/identity/credential-leaf";
import { parseAddress } from "#lib/input/parse-address";
import { parseDigest } from "#lib/input/parse-digest";

interface RevokeArguments extends IdentityStepArguments {
  readonly credential: string;
  readonly reason: string;
  readonly leaf: string;
  readonly issuer: string;
}

export default runTask(async (taskArguments: RevokeArguments, context) => {
  const credentialDigest = parseDigest(taskArguments.credential, "credential");
  const leaf = readLeaf(taskArguments.leaf, credentialDigest);
  const onBehalfOf = taskArguments.issuer === "" ? undefined : parseAddress(taskArguments.issuer, "--issuer");
  const act = revokeAct(credentialDigest, leaf, { reasonDigest: reasonDigest(taskArguments.reason), onBehalfOf });
  await takeIdentityStep(context, await openSuite(context), taskArguments, act, { credentialDigest });
});
