import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";
import { takeIdentityStep, type IdentityStepArguments } from "../support/take-identity-step.ts";

import { reasonDigest } from "#lib/files/reason";
import { verifyAct } from "#lib/identity/credential-acts";
import { readLeaf } from "#lib/identity/credential-leaf";
import { readCredential } from "#lib/identity/read-credential";
import { parseAddress } from "#lib/input/parse-address";
import { parseChoice } from "#lib/input/parse-choice";
import { parseDigest } from "#lib/input/parse-digest";

interface VerifyArguments extends IdentityStepArguments {
  readonly credential: string;
  readonly issuer: string;
  readonly verdict: string;
  readonly purpose: string;
  readonly leaf: string;
}

export default runTask(async (taskArguments: VerifyArguments, context) => {
  const credentialDigest = parseDigest(taskArguments.credential, "credential");
  const issuer = parseAddress(taskArguments.issuer, "--issuer");
  const accepted = parseChoice(taskArguments.verdict, ["accepted", "rejected"], "verdict") === "accepted";
  const purposeDigest = reasonDigest(taskArguments.purpose, "--purpose");
  const leaf = readLeaf(taskArguments.leaf, credentialDigest);
  const suite = await openSuite(context);
  const { status } = await readCredential(suite.provider, suite.record, issuer, credentialDigest, leaf);
  if (accepted && status !== "Active") {
    context.reporter.warn(`The chain knows the credential as ${status}; the record says so beside the verdict.`);
  }
  const act = verifyAct({ issuer, credentialDigest, accepted, purposeDigest, leaf });
  await takeIdentityStep(context, suite, taskArguments, act, { credentialDigest, issuer, status, accepted });
});
