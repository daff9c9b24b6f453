import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { requireAct } from "#lib/emergency/verify-act";
import { describePreview, previewRestrictions } from "#lib/emergency/preview";
import { readPlaybook } from "#lib/emergency/playbook";
import { readEmergencyConfig, SystemBook } from "#lib/emergency/systems";
import { requireForDeployment } from "#lib/safe/request-scope";
import { agreedHashes, readSafeRequest } from "#lib/safe/safe-file";

interface VerifyArguments extends SuiteTaskArguments {
  readonly file: string;
}

/** What a signer runs: trusts the file's bytes only as far as they decode, and the node that the signer chose. */
export default runTask(async ({ file }: VerifyArguments, context) => {
  const { reporter, deploymentDirectory } = context;
  const path = resolve(file);
  const request = readSafeRequest(path);
  const { systems, playbooks } = readEmergencyConfig(deploymentDirectory);
  const book = new SystemBook(systems);
  const { provider, record } = await openSuite(context);
  requireForDeployment(request, record, path);
  const act = await requireAct(provider, record, request, book);
  const plan =
    act.playbookId === undefined
      ? act
      : await readPlaybook(provider, record, { text: act.playbookId, id: act.playbookId }, book, playbooks);
  const { previews, reviewOverdue } = await previewRestrictions(provider, record, plan);
  const hashes = agreedHashes(request);
  reporter.info(`the file says  ${request.description}`);
  const lines = [
    `the bytes say  ${act.text}`,
    ...previews.map((preview) => `               ${describePreview(preview)}`),
    ...(reviewOverdue ? ["               a review is overdue: each system has its reserve of 12h and no more"] : []),
    `Safe           ${request.safe}, nonce ${request.transaction.nonce}`,
    `domain hash    ${hashes.domainHash}`,
    `message hash   ${hashes.messageHash}`,
    `Safe tx hash   ${hashes.safeTxHash}`,
  ];
  reporter.result({ ok: true, act: act.text, systems: previews, reviewOverdue, ...hashes, request }, lines.join("\n"));
});
