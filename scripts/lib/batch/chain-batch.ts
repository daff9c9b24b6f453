import { ZeroHash, type Provider, type Result } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";
import { fieldsOf, programContracts } from "#lib/program/read-program";
import { readRegisterEvents, topicOf } from "#lib/program/register-story";

/** As `BatchStatus` of `contracts/program/interfaces/IDistributionLedger.sol`. */
export const batchStatuses = ["None", "Pending", "Authorised", "Rejected", "Reconciled"] as const;
export type BatchStatus = (typeof batchStatuses)[number];

/** As `ExceptionKind` there. */
export const exceptionKinds = ["None", "Undelivered", "Objection", "PaidInError"] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** As `ExceptionStatus` there. */
export const exceptionStatuses = ["None", "Raised", "Disputed", "Upheld", "Dismissed", "Withdrawn"] as const;
export type ExceptionStatus = (typeof exceptionStatuses)[number];

/** A batch at the latest block. Amounts are in the smallest unit. */
export interface ChainBatch {
  readonly id: string;
  readonly programId: string;
  readonly root: string;
  readonly manifestDigest: string;
  readonly submitter: string;
  readonly distributor: number;
  readonly status: BatchStatus;
  readonly count: number;
  readonly total: bigint;
  readonly ruleSetVersion: number;
  readonly period: number;
  readonly settled: bigint;
  readonly setAside: bigint;
  readonly settledRows: number;
  readonly rowsSetAside: number;
  readonly openExceptions: number;
}

/**
 * A batch that must have been submitted.
 *
 * @throws SuiteError `input/unknown-batch`.
 */
export async function readChainBatch(provider: Provider, record: ContractsRecord, id: string): Promise<ChainBatch> {
  const { ledger } = programContracts(provider, record);
  const fields = fieldsOf((await ledger.getFunction("batchOf").staticCall(id)) as Result);
  const status = batchStatuses[Number(fields["status"])] ?? "None";
  if (status === "None") {
    throw new SuiteError({
      code: "input/unknown-batch",
      message: `Nobody submitted a batch ${id}.`,
      hint: "Submit it with: npx hardhat batch submit FOLDER",
      details: { id },
    });
  }
  const number = (name: string): number => Number(fields[name]);
  return {
    id,
    programId: String(fields["programId"]),
    root: String(fields["root"]),
    manifestDigest: String(fields["manifestDigest"]),
    submitter: String(fields["submitter"]),
    distributor: number("distributor"),
    status,
    count: number("count"),
    total: fields["total"] as bigint,
    ruleSetVersion: number("ruleSetVersion"),
    period: number("period"),
    settled: fields["settled"] as bigint,
    setAside: fields["setAside"] as bigint,
    settledRows: number("settledRows"),
    rowsSetAside: number("rowsSetAside"),
    openExceptions: number("openExceptions"),
  };
}

/** The batch that was submitted with a root; undefined when none was. */
export async function batchWithRoot(
  provider: Provider,
  record: ContractsRecord,
  root: string,
): Promise<string | undefined> {
  const { ledger } = programContracts(provider, record);
  const id = (await ledger.getFunction("batchWith").staticCall(root)) as string;
  return id === ZeroHash ? undefined : id;
}

/** All batches of a programme, oldest first. */
export async function listBatches(provider: Provider, record: ContractsRecord, { id }: Label): Promise<ChainBatch[]> {
  const topics = [topicOf("DistributionLedger", "BatchSubmitted"), null, id];
  const events = await readRegisterEvents(provider, record, "DistributionLedger", topics);
  return Promise.all(events.map(({ args }) => readChainBatch(provider, record, String(args["batchId"]))));
}
