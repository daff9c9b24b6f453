import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readLeaf } from "#lib/identity/credential-leaf";
import { readCredential } from "#lib/identity/read-credential";
import { renderCredential } from "#lib/identity/render";
import { parseAddress } from "#lib/input/parse-address";
import { parseDigest } from "#lib/input/parse-digest";

interface ShowArguments extends SuiteTaskArguments {
  readonly credential: string;
  readonly issuer: string;
  readonly leaf: string;
}

export default runTask(async (taskArguments: ShowArguments, context) => {
  const credentialDigest = parseDigest(taskArguments.credential, "credential");
  const issuer = parseAddress(taskArguments.issuer, "--issuer");
  const leaf = readLeaf(taskArguments.leaf, credentialDigest);
  const { provider, record } = await openSuite(context);
  const credential = await readCredential(provider, record, issuer, credentialDigest, leaf);
  context.reporter.result({ ok: true, credential }, renderCredential(credential).join("\n"));
});
