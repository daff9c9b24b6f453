import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments, type TaskContext } from "../support/run-task.ts";
import { networkSigners } from "../support/suite-connection.ts";

import { breakGlassText } from "#lib/break-glass/describe-act";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { decodeAct } from "#lib/emergency/describe-act";
import { readSystems } from "#lib/emergency/systems";
import { readContractsRecord, type ContractsRecord } from "#lib/deployment/contracts-record";
import { parseAddress } from "#lib/input/parse-address";
import { agreedHashes, readSafeRequest, signaturePath, writeSafeFile, type SafeRequest } from "#lib/safe/safe-file";
import { signSafeRequest } from "#lib/safe/sign-request";
import { requireForDeployment } from "#lib/safe/request-scope";
import { pickSigner } from "#lib/transaction/configured-signers";

interface SignArguments extends SuiteTaskArguments {
  readonly file: string;
  readonly account: string;
  readonly out: string;
  readonly dryRun: boolean;
}

/** Asks no node: what is signed follows from the file, whose hash is recomputed, and from this deployment's record. */
export default runTask(async ({ file, account, out, dryRun }: SignArguments, context) => {
  const path = resolve(file);
  const owner = account === "" ? undefined : parseAddress(account, "--account");
  const request = readSafeRequest(path);
  const record = readContractsRecord(context.deploymentDirectory);
  requireForDeployment(request, record, path);
  show(request, record, context);
  const hashes = agreedHashes(request);
  if (dryRun) {
    context.reporter.result({ ok: true, outcome: "dry-run", ...hashes }, `dry run: ${hashes.safeTxHash}`);
    return;
  }
  const signer = await pickSigner(await networkSigners(context), owner);
  const signed = await signSafeRequest(request, signer);
  const target = out === "" ? signaturePath(path, request.safeTxHash, signed.file.signer) : resolve(out);
  writeSafeFile(target, signed.file);
  context.reporter.result({ ok: true, file: target, ...hashes, signer: signed.file.signer }, `signed: ${target}`);
});

function show(
  { transaction, safe, chainId, description, ...request }: SafeRequest,
  record: ContractsRecord,
  { reporter, deploymentDirectory }: TaskContext,
): void {
  const { domainHash, messageHash, safeTxHash } = agreedHashes({ transaction, safe, chainId, ...request });
  const call = { target: transaction.to, value: BigInt(transaction.value), data: transaction.data };
  reporter.step(`Safe ${safe} on chain ${String(chainId)}, nonce ${transaction.nonce}`);
  reporter.info(`the file says    ${description}`);
  reporter.info(`the bytes say    ${describeCall(call, new AddressBook(record)).text}`);
  const act = actOf(transaction, record, deploymentDirectory) ?? breakGlassText(record, safe, transaction);
  if (act !== undefined) reporter.info(`in words         ${act}`);
  if (transaction.operation === 1) reporter.warn("This is a DELEGATECALL: the target's code acts as the Safe itself.");
  reporter.info(`domain hash      ${domainHash}`);
  reporter.info(`message hash     ${messageHash}`);
  reporter.info(`Safe tx hash     ${safeTxHash}`);
}

/** What a call of the EmergencyController does, with the names of systems; undefined for other calls. */
function actOf(
  { to, data }: SafeRequest["transaction"],
  { contracts }: ContractsRecord,
  deploymentDirectory: string,
): string | undefined {
  if (to !== contracts.EmergencyController.address) return undefined;
  return decodeAct(data, readSystems(deploymentDirectory))?.text;
}
