import { existsSync } from "node:fs";

import { suiteInterface } from "#lib/abi/suite-interface";
import { describeCall, type DescribedCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { approversOf } from "#lib/change/approval-request";
import { assembleChange } from "#lib/change/assemble";
import type { Change } from "#lib/change/change";
import { changeClasses, type ChangeStatus } from "#lib/change/change-class";
import type { Dossier } from "#lib/change/dossier";
import {
  findChange,
  readPolicy,
  readRound,
  readStatus,
  type ApprovalPolicy,
  type ProposedChange,
} from "#lib/change/read-change";
import { requestPath } from "#lib/change/request-path";
import { verifyAcknowledgements, type VerifiedAcknowledgement } from "#lib/change/verify-acknowledgements";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { readSafe } from "#lib/safe/read-safe";
import { agreedHashes, readSafeRequest, type SafeRequest } from "#lib/safe/safe-file";
import type { SafeHashes } from "#lib/safe/safe-transaction";
import type { RawProvider } from "#lib/change/simulate";

/** What a signer of one Safe compares with the screen of the hardware wallet. */
export interface ApprovalToSign extends SafeHashes {
  readonly council: CouncilName;
  readonly safe: string;
  readonly nonce: string;
  readonly to: string;
  readonly data: string;
  /** The round of the change that it answers. */
  readonly round: number;
  /** Unix time after which the approval is void. */
  readonly notAfter: number;
  readonly file: string;
}

/** What is verified besides the change itself. */
export interface VerifyOptions {
  /** The folder whose documents must be the ones on the chain. */
  readonly dossier?: Dossier;
  /** One of the approving councils; all of them when undefined. */
  readonly council?: CouncilName;
  /** File that is to be signed; the dossier's own when undefined. */
  readonly request?: string;
}

/** What `change verify` found true. */
export interface VerifyResult {
  readonly id: string;
  readonly status: ChangeStatus;
  /** Raised when approvals are taken back; an approval names it. */
  readonly round: number;
  /** The policy in force: an approval is given under this one, and void under the next. */
  readonly policy: ApprovalPolicy;
  readonly change: Change;
  readonly proposer: string;
  readonly calls: readonly DescribedCall[];
  readonly rollback: readonly DescribedCall[];
  /** Whether the dossier's documents are the ones on the chain; null without a dossier. */
  readonly dossierAgrees: true | null;
  readonly approvals: readonly ApprovalToSign[];
  /** What monitoring acknowledged, each recomputed from this node. */
  readonly acknowledgements: readonly VerifiedAcknowledgement[];
}

/**
 * What a signer runs against a node of their own before signing: the change is rebuilt from the chain, its id recomputed,
 * its bytes decoded, the dossier's documents compared, and the approval that is to be signed taken apart.
 *
 * @throws SuiteError `conflict/dossier-differs`, `conflict/approval-request`, `conflict/safe-nonce`, those of `findChange` and
 * `verifyAcknowledgements`.
 */
export async function verifyChange(
  { provider, reporter }: { readonly provider: RawProvider; readonly reporter: Reporter },
  record: ContractsRecord,
  id: string,
  { dossier, council, request }: VerifyOptions = {},
): Promise<VerifyResult> {
  const proposed = await findChange(provider, record, id);
  reporter.info(`The content of the proposal in ${proposed.transactionHash} hashes to ${id}.`);
  if (dossier !== undefined) requireDossier(dossier, record, proposed);
  const book = new AddressBook(record);
  const { change, context } = proposed;
  const councils = council === undefined ? await approversOf(provider, record, change.class) : [council];
  const fileOf = (name: CouncilName): string | undefined =>
    request ?? (dossier === undefined ? undefined : requestPath(dossier.path, "approve", name));
  const round = await readRound(provider, record, id);
  const status = await readStatus(provider, record, id);
  const approvals = await Promise.all(
    councils.map((name) => approvalToSign(provider, record, { ...proposed, round, status }, fileOf(name), name)),
  );
  return {
    id,
    status,
    round,
    policy: await readPolicy(provider, record, change.class),
    change,
    proposer: context.proposer,
    calls: change.calls.map((call) => describeCall(call, book)),
    rollback: change.rollback.map((call) => describeCall(call, book)),
    dossierAgrees: dossier === undefined ? null : true,
    approvals: approvals.filter((approval) => approval !== undefined),
    acknowledgements: await verifyAcknowledgements(provider, record, id, dossier?.path),
  };
}

function requireDossier(dossier: Dossier, record: ContractsRecord, { id, change }: ProposedChange): void {
  const local = assembleChange(dossier, record);
  if (local.id === id) return;
  const documents = Object.entries(change.artifacts)
    .filter(([name, digest]) => local.change.artifacts[name as keyof Change["artifacts"]] !== digest)
    .map(([name]) => name);
  throw new SuiteError({
    code: "conflict/dossier-differs",
    message: `${dossier.path} is not what was proposed as ${id}: ${documents.length === 0 ? "change.json" : documents.join(", ")} differs.`,
    hint: "Do not sign. Get the dossier from the proposer again.",
    details: { path: dossier.path, documents, dossierId: local.id, id },
  });
}

async function approvalToSign(
  provider: RawProvider,
  record: ContractsRecord,
  { id, change, round, status }: ProposedChange & { readonly round: number; readonly status: ChangeStatus },
  file: string | undefined,
  council: CouncilName,
): Promise<ApprovalToSign | undefined> {
  if (file === undefined || !existsSync(file)) return undefined;
  const request = readSafeRequest(file);
  const { nonce } = await readSafe(provider, request.safe);
  // It was executed: what monitoring said afterwards is still to be verified.
  if (status !== "Proposed" && BigInt(request.transaction.nonce) < nonce) return undefined;
  const notAfter = requireApproval(request, record, council, { id, change, round }, file);
  if (nonce !== BigInt(request.transaction.nonce)) {
    throw new SuiteError({
      code: "conflict/safe-nonce",
      message: `${file} has nonce ${request.transaction.nonce}, the ${council} Safe is at ${nonce.toString()}.`,
      hint: "If the approval was not executed, prepare it again with: npx hardhat change approve",
      details: { file, nonce: request.transaction.nonce, current: nonce },
    });
  }
  const { to, data } = request.transaction;
  return {
    council,
    safe: request.safe,
    nonce: request.transaction.nonce,
    to,
    data,
    round,
    notAfter,
    file,
    ...agreedHashes(request),
  };
}

/** The file asks for the approval of exactly this change by exactly this council's Safe, and for nothing besides. */
function requireApproval(
  request: SafeRequest,
  record: ContractsRecord,
  council: CouncilName,
  { id, change, round }: { readonly id: string; readonly change: Change; readonly round: number },
  file: string,
): number {
  const { transaction } = request;
  const abi = suiteInterface("ChangeManager");
  const parsed = abi.parseTransaction({ data: transaction.data });
  const args = parsed?.name === "approve" ? parsed.args.toArray() : [];
  const notAfter = args[3] as bigint | undefined;
  const encode = (given: unknown): string =>
    abi.encodeFunctionData("approve", [id, changeClasses.indexOf(change.class), given, notAfter ?? 0n]);
  const given = transaction.data.toLowerCase();
  const flaw =
    request.chainId !== record.chainId
      ? "is for another chain"
      : request.safe !== record.safes[council].address
        ? `is not for the ${council} Safe`
        : transaction.to !== record.contracts.ChangeManager.address
          ? "does not call the ChangeManager"
          : transaction.operation !== 0 || transaction.value !== "0"
            ? "is a delegatecall or sends value"
            : notAfter === undefined || encode(args[2]) !== given
              ? "does not approve this change"
              : encode(round) !== given
                ? `answers round ${String(args[2])}, and the change is in round ${String(round)}`
                : undefined;
  if (flaw === undefined && notAfter !== undefined) return Number(notAfter);
  throw new SuiteError({
    code: "conflict/approval-request",
    message: `${file} ${flaw ?? "is no approval"}.`,
    hint: "Do not sign. Tell the proposer, and prepare it again with: npx hardhat change approve",
    details: { file, safe: request.safe, to: transaction.to, data: transaction.data },
  });
}
