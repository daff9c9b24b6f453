import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { requireForDeployment } from "#lib/safe/request-scope";
import { agreedHashes, readSafeRequest } from "#lib/safe/safe-file";
import { verifyRequest } from "#lib/safe/verify-request";

interface VerifyArguments extends SuiteTaskArguments {
  readonly file: string;
}

export default runTask(async ({ file }: VerifyArguments, context) => {
  const path = resolve(file);
  const request = readSafeRequest(path);
  const { provider, record } = await openSuite(context);
  requireForDeployment(request, record, path);
  const verified = await verifyRequest(provider, record, request);
  const hashes = agreedHashes(request);
  context.reporter.info(`the file says  ${request.description}`);
  const lines = [
    `the bytes say  ${verified.text}`,
    ...(verified.operation === undefined ? [] : [`in words       ${verified.operation}`]),
    ...(verified.owners === undefined ? [] : [`owners after   ${verified.owners.join(" ")}`]),
    `Safe           ${request.safe} (${verified.council}), nonce ${request.transaction.nonce}`,
    `domain hash    ${hashes.domainHash}`,
    `message hash   ${hashes.messageHash}`,
    `Safe tx hash   ${hashes.safeTxHash}`,
  ];
  context.reporter.result({ ok: true, ...verified, ...hashes, request }, lines.join("\n"));
});
