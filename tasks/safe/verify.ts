import { dirname, resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { verifyPaperwork } from "#lib/break-glass/verify-paperwork";
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
  const paperwork = verifyPaperwork(record, request.transaction, dirname(path));
  if (paperwork === "not-at-hand")
    context.reporter.warn("The documents are not beside the file: compare their digests.");
  const hashes = agreedHashes(request);
  context.reporter.info(`the file says  ${request.description}`);
  const lines = [
    `the bytes say  ${verified.text}`,
    ...(verified.operation === undefined ? [] : [`in words       ${verified.operation}`]),
    ...(paperwork === "as-signed" ? ["paperwork      the three documents beside the file have these digests"] : []),
    ...(verified.owners === undefined ? [] : [`owners after   ${verified.owners.join(" ")}`]),
    `Safe           ${request.safe} (${verified.council}), nonce ${request.transaction.nonce}`,
    `domain hash    ${hashes.domainHash}`,
    `message hash   ${hashes.messageHash}`,
    `Safe tx hash   ${hashes.safeTxHash}`,
  ];
  context.reporter.result(
    { ok: true, ...verified, paperwork: paperwork ?? null, ...hashes, request },
    lines.join("\n"),
  );
});
