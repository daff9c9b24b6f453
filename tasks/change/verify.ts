import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { referredChange } from "#lib/change/change-reference";
import { parseChangeCouncil } from "#lib/change/council";
import { readSafeRequest } from "#lib/safe/safe-file";
import { verifyChange, type VerifyResult } from "#lib/change/verify";

interface VerifyArguments extends SuiteTaskArguments {
  readonly change: string;
  readonly safe: string;
  readonly request: string;
}

export default runTask(async ({ change, safe, request }: VerifyArguments, context) => {
  const council = safe === "" ? undefined : parseChangeCouncil(safe);
  const { provider, record } = await openSuite(context);
  const { id, dossier } = referredChange(context.deploymentDirectory, record, change);
  const result = await verifyChange({ provider, reporter: context.reporter }, record, id, {
    ...(dossier === undefined ? {} : { dossier }),
    ...(council === undefined ? {} : { council }),
    ...(request === "" ? {} : { request: existing(request) }),
  });
  context.reporter.result({ ok: true, ...result }, describe(result));
});

function existing(path: string): string {
  readSafeRequest(path);
  return resolve(path);
}

function describe(result: VerifyResult): string {
  const { id, status, round, policy, change, proposer, calls, rollback, dossierAgrees, approvals, acknowledgements } =
    result;
  return [
    `change        ${id}`,
    `status        ${status}, class ${change.class}, version ${change.version}, proposed by ${proposer}`,
    `policy        version ${String(policy.version)}, ${String(policy.minSigners)} signers, delay ${String(policy.delay)} s; round ${String(round)}`,
    `documents     ${dossierAgrees === null ? "no dossier here: not compared" : "the dossier's are the ones on the chain"}`,
    ...calls.map(({ text }, index) => `call ${String(index + 1)}        ${text}`),
    ...(change.irreversible ? ["rollback      declared irreversible"] : []),
    ...rollback.map(({ text }, index) => `rollback ${String(index + 1)}    ${text}`),
    ...acknowledgements.map(
      ({ observedBlock, metricsDigest, monitor }) =>
        `acknowledged  block ${String(observedBlock)}, ${metricsDigest}, by ${monitor}: the chain's own numbers`,
    ),
    ...approvals.flatMap((approval) => [
      "",
      `to sign       approve(${id}, ${change.class}, round ${String(approval.round)}, until ${new Date(approval.notAfter * 1000).toISOString()})`,
      `Safe          ${approval.safe} (${approval.council}), nonce ${approval.nonce}`,
      `domain hash   ${approval.domainHash}`,
      `message hash  ${approval.messageHash}`,
      `Safe tx hash  ${approval.safeTxHash}`,
      `file          ${approval.file}`,
    ]),
  ].join("\n");
}
