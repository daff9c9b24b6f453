import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments, type TaskContext } from "../support/run-task.ts";
import { openSuite, type OpenSuite } from "../support/suite-connection.ts";

import { requireSameTerms } from "#lib/batch/batch-reference";
import { readChainBatch } from "#lib/batch/chain-batch";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";
import { parseLabel } from "#lib/input/parse-label";
import { changesOf, requireDigest, rulesPath } from "#lib/program/kept-rules";
import { readProgram } from "#lib/program/read-program";
import { programLabels } from "#lib/program/program-labels";
import { readRuleSet } from "#lib/program/rule-set";
import { renderDifference } from "#lib/program/rule-set-difference";
import { renderRegisterAct, requireRegisterAct, type DecodedRegisterAct } from "#lib/program/verify-act";
import { requireForDeployment } from "#lib/safe/request-scope";
import { agreedHashes, readSafeRequest } from "#lib/safe/safe-file";

interface VerifyArguments extends SuiteTaskArguments {
  readonly file: string;
  readonly batch: string;
  readonly rules: string;
}

/** What a signer runs: trusts the file's bytes only as far as they decode, the node that the signer chose, and own files. */
export default runTask(async (taskArguments: VerifyArguments, context) => {
  const path = resolve(taskArguments.file);
  const request = readSafeRequest(path);
  const suite = await openSuite(context);
  requireForDeployment(request, suite.record, path);
  const act = await requireRegisterAct(suite.provider, suite.record, request);
  const behind = await whatStandsBehind(act, taskArguments, context, suite);
  const hashes = agreedHashes(request);
  context.reporter.info(`the file says  ${request.description}`);
  const lines = [
    `the bytes say  ${renderRegisterAct(act).join("\n               ")}`,
    ...behind.map((line) => `               ${line}`),
    `Safe           ${request.safe}, nonce ${request.transaction.nonce}`,
    `domain hash    ${hashes.domainHash}`,
    `message hash   ${hashes.messageHash}`,
    `Safe tx hash   ${hashes.safeTxHash}`,
  ];
  context.reporter.result({ ok: true, act, behind, ...hashes, request }, lines.join("\n"));
});

/** Of digests in the bytes, what they stand for: rules that change, a batch whose rows add up. */
async function whatStandsBehind(
  { name, args }: DecodedRegisterAct,
  { batch, rules }: VerifyArguments,
  { deploymentDirectory }: TaskContext,
  suite: OpenSuite,
): Promise<string[]> {
  if (name === "publishRuleSet") {
    const id = String(args["programId"]);
    const program = { id, text: programLabels(deploymentDirectory)(id) };
    const { rules: inForce } = await readProgram(suite.provider, suite.record, program);
    const kept = rulesPath(deploymentDirectory, program.text, Number(args["expectedVersion"]) + 1);
    const known = readRuleSet(rules === "" ? kept : resolve(rules));
    requireDigest(known, parseLabel(String(args["digest"])).id, String(args["rowMaximum"]));
    return renderDifference(changesOf(deploymentDirectory, known, inForce));
  }
  if (name !== "authoriseBatch") return [];
  if (batch === "") {
    throw new SuiteError({
      code: "input/batch-folder",
      message: "The file authorises a batch, and its digest says nothing of the rows.",
      hint: "Have the batch at hand, and give its folder with --batch.",
    });
  }
  const folder = resolve(batch);
  const summary = await runApart("check", { folder }, terminalProgress);
  requireSameTerms(summary, await readChainBatch(suite.provider, suite.record, String(args["batchId"])), folder);
  const { count, total, period, manifestDigest } = summary;
  return [`${String(count)} rows, total ${total}, period ${String(period)}, manifest ${manifestDigest}`];
}
