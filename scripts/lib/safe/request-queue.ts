import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Provider } from "ethers";

import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import { readJsonFile } from "#lib/files/json-file";
import { readSafe, type SafeState } from "#lib/safe/read-safe";
import {
  agreedHashes,
  safeRequestSchema,
  safeSignatureSchema,
  signatureFolder,
  type SafeRequest,
} from "#lib/safe/safe-file";

/** A file that waits for signatures, or to be sent. */
export interface QueuedRequest {
  readonly file: string;
  readonly council: CouncilName;
  readonly nonce: bigint;
  readonly safeTxHash: string;
  /** By the file; not signed. */
  readonly description: string;
  /** Owners whose signatures lie beside it. */
  readonly signers: readonly string[];
  readonly threshold: number;
  /** Transactions of the Safe that must run before it. */
  readonly ahead: number;
  /** Other files for this very nonce: only one of them can ever run. */
  readonly rivals: readonly string[];
}

/**
 * What the councils are asked to sign, among the files of a deployment, in the order in which it can run. Files whose nonce the
 * Safe has used are left out: they can never run.
 */
export async function readRequestQueue(
  provider: Provider,
  record: ContractsRecord,
  deploymentDirectory: string,
): Promise<QueuedRequest[]> {
  const councils = Object.keys(record.safes) as CouncilName[];
  const states = await Promise.all(councils.map((name) => readSafe(provider, record.safes[name].address)));
  const found = requestFiles(deploymentDirectory);
  return councils.flatMap((council, index) => {
    const state = states[index];
    return state === undefined ? [] : queueOf(council, state, found);
  });
}

interface FoundRequest {
  readonly file: string;
  readonly request: SafeRequest;
}

function queueOf(
  council: CouncilName,
  { safe, nonce, owners, threshold }: SafeState,
  found: readonly FoundRequest[],
): QueuedRequest[] {
  const waiting = found
    .filter(({ request }) => request.safe === safe && BigInt(request.transaction.nonce) >= nonce)
    .sort((a, b) => Number(BigInt(a.request.transaction.nonce) - BigInt(b.request.transaction.nonce)));
  return waiting.map(({ file, request }) => {
    const { safeTxHash, description, transaction } = request;
    const rivals = waiting.filter(
      (other) => other.request.transaction.nonce === transaction.nonce && other.request.safeTxHash !== safeTxHash,
    );
    return {
      file,
      council,
      nonce: BigInt(transaction.nonce),
      safeTxHash,
      description,
      signers: signersOf(file, safeTxHash).filter((signer) => owners.includes(signer)),
      threshold,
      ahead: Number(BigInt(transaction.nonce) - nonce),
      rivals: rivals.map((rival) => rival.file),
    };
  });
}

/** Every Safe transaction file below a folder. What is none, or was altered after it was made, is passed over. */
function requestFiles(folder: string): FoundRequest[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json") && !name.startsWith("ignition"))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const request = requestIn(file);
      return request === undefined ? [] : [{ file, request }];
    });
}

function requestIn(file: string): SafeRequest | undefined {
  try {
    const request = safeRequestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    agreedHashes(request);
    return request;
  } catch {
    return undefined;
  }
}

function signersOf(file: string, safeTxHash: string): string[] {
  const folder = signatureFolder(file, safeTxHash);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readJsonFile(join(folder, name), safeSignatureSchema).signer);
}
