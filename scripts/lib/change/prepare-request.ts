import { existsSync } from "node:fs";

import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { approvalRequest, approversOf } from "#lib/change/approval-request";
import { changeClasses, type ChangeClass } from "#lib/change/change-class";
import { readRound } from "#lib/change/read-change";
import { requestPath } from "#lib/change/request-path";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { writeRequest } from "#lib/safe/council-request";
import { readSafe } from "#lib/safe/read-safe";
import { readSafeRequest, type SafeRequest } from "#lib/safe/safe-file";

/** The contract refuses approvals that are valid for longer. */
const HORIZON = 30 * 86_400;

/** A file that owners sign. */
export interface PreparedRequest {
  readonly council: CouncilName;
  readonly file: string;
  readonly request: SafeRequest;
  /** False when a file that still holds was kept, so that signatures collected for it stay good. */
  readonly written: boolean;
}

/**
 * Writes for each approving council what its owners sign. A file that is still valid is kept.
 *
 * @param validFor Seconds until the approval is void even with all signatures.
 * @throws SuiteError `input/valid-for`.
 */
export async function prepareApprovals(
  provider: Provider,
  record: ContractsRecord,
  dossierPath: string,
  {
    id,
    changeClass,
    approveBy,
    validFor,
  }: {
    readonly id: string;
    readonly changeClass: ChangeClass;
    readonly approveBy: number;
    readonly validFor: number;
  },
): Promise<PreparedRequest[]> {
  if (validFor <= 0 || validFor > HORIZON) {
    throw new SuiteError({
      code: "input/valid-for",
      message: `An approval cannot be valid for ${String(validFor)} s.`,
      hint: "Choose up to 30d.",
      details: { validFor, maximum: HORIZON },
    });
  }
  const now = (await provider.getBlock("latest"))?.timestamp ?? 0;
  const notAfter = Math.min(now + validFor, approveBy);
  const prepared: PreparedRequest[] = [];
  for (const council of await approversOf(provider, record, changeClass)) {
    const file = requestPath(dossierPath, "approve", council);
    const kept = await keptRequest(provider, record, file, record.safes[council].address, id, changeClass, now);
    const request = kept ?? (await approvalRequest(provider, record, { id, changeClass, council, notAfter }));
    if (kept === undefined) writeRequest(file, request, record, now);
    prepared.push({ council, file, request, written: kept === undefined });
  }
  return prepared;
}

async function keptRequest(
  provider: Provider,
  record: ContractsRecord,
  file: string,
  safe: string,
  id: string,
  changeClass: ChangeClass,
  now: number,
): Promise<SafeRequest | undefined> {
  if (!existsSync(file)) return undefined;
  const request = readSafeRequest(file);
  const parsed = suiteInterface("ChangeManager").parseTransaction({ data: request.transaction.data });
  const [givenId, givenClass, round, notAfter] = (parsed?.args.toArray() ?? []) as [string?, bigint?, bigint?, bigint?];
  const { nonce } = await readSafe(provider, safe);
  const holds =
    request.safe === safe &&
    parsed?.name === "approve" &&
    givenId === id &&
    Number(givenClass) === changeClasses.indexOf(changeClass) &&
    Number(round) === (await readRound(provider, record, id)) &&
    notAfter !== undefined &&
    notAfter > BigInt(now) &&
    BigInt(request.transaction.nonce) === nonce;
  return holds ? request : undefined;
}
