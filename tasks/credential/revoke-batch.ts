import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { reasonDigest } from "#lib/files/reason";
import { revokeBatchAct } from "#lib/identity/credential-acts";
import { parseAddress } from "#lib/input/parse-address";
import { parseDigest } from "#lib/input/parse-digest";

interface RevokeBatchArguments extends IdentityStepArguments {
  readonly root: string;
  readonly reason: string;
  readonly issuer: string;
}

export default runTask(async (taskArguments: RevokeBatchArguments, context) => {
  const root = parseDigest(taskArguments.root, "root");
  const onBehalfOf = taskArguments.issuer === "" ? undefined : parseAddress(taskArguments.issuer, "--issuer");
  const act = revokeBatchAct(root, { reasonDigest: reasonDigest(taskArguments.reason), onBehalfOf });
  await takeIdentityStep(context, await openSuite(context), taskArguments, act, { root });
});
