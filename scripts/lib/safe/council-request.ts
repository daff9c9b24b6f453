import { existsSync } from "node:fs";

import type { Provider } from "ethers";

import { chainTime } from "#lib/chain/chain-time";
import { AddressBook } from "#lib/calls/known-contracts";
import type { ContractName, ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { writeJsonFile } from "#lib/files/json-file";
import { readSafe } from "#lib/safe/read-safe";
import { readSafeRequest, safeRequest, writeSafeFile, type SafeRequest } from "#lib/safe/safe-file";
import { plainSafeTransaction } from "#lib/safe/safe-transaction";
import { transactionBuilderFile } from "#lib/safe/transaction-builder";

/** One call that a council makes of a contract of the suite, or of its own Safe. */
export interface CouncilAct {
  readonly council: CouncilName;
  readonly contract: ContractName | "ownSafe";
  readonly data: string;
  /** Of the Safe; its next one when undefined. */
  readonly nonce?: bigint;
  /** For people; not signed. */
  readonly description: string;
}

/** A file that owners sign. */
export interface PreparedAct {
  readonly file: string;
  readonly request: SafeRequest;
  /** `still-valid`: the file asks for the same already, so that signatures collected for it stay good. */
  readonly outcome: "written" | "still-valid" | "dry-run";
}

/** What the owners of a council's Safe sign: the act, at the Safe's next nonce unless it names another. */
export async function councilRequest(
  provider: Provider,
  record: ContractsRecord,
  { council, contract, data, description, nonce }: CouncilAct,
): Promise<SafeRequest> {
  const { address: safe } = record.safes[council];
  const to = contract === "ownSafe" ? safe : record.contracts[contract].address;
  const at = nonce ?? (await readSafe(provider, safe)).nonce;
  return safeRequest({
    chainId: record.chainId,
    safe,
    description,
    transaction: plainSafeTransaction(to, data, at),
  });
}

/**
 * Writes a request, and the same for the Safe wallet's Transaction Builder beside it. An empty call has nothing to decode there:
 * the wallet makes one itself, by "reject".
 */
export function writeRequest(file: string, request: SafeRequest, record: ContractsRecord, now: number): void {
  if (request.transaction.data === "0x") {
    writeSafeFile(file, request);
    return;
  }
  const { abi, name } = new AddressBook(record).resolve(request.transaction.to);
  if (abi === undefined) {
    throw new SuiteError({
      code: "input/not-exportable",
      message: `${name} is no contract of the suite.`,
      hint: "A council's request calls a contract of the deployment.",
      details: { to: request.transaction.to },
    });
  }
  writeSafeFile(file, request);
  writeJsonFile(file.replace(/\.json$/, ".builder.json"), transactionBuilderFile(request, abi, now * 1000));
}

/** Prepares an act for signatures. A file that asks for exactly it is kept; a dry run writes nothing. */
export async function prepareAct(
  provider: Provider,
  record: ContractsRecord,
  act: CouncilAct,
  { file, dryRun }: { readonly file: string; readonly dryRun: boolean },
): Promise<PreparedAct> {
  const request = await councilRequest(provider, record, act);
  if (dryRun) return { file, request, outcome: "dry-run" };
  if (existsSync(file) && readSafeRequest(file).safeTxHash === request.safeTxHash) {
    return { file, request, outcome: "still-valid" };
  }
  writeRequest(file, request, record, await chainTime(provider));
  return { file, request, outcome: "written" };
}
