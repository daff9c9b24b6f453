import { existsSync } from "node:fs";
import { resolve } from "node:path";

import type { Provider } from "ethers";

import { readBatch, type BatchSummary } from "#lib/batch/batch-file";
import { batchWithRoot, readChainBatch, type ChainBatch } from "#lib/batch/chain-batch";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { BatchTerms } from "#lib/evidence/batch-history";
import { isDigest } from "#lib/input/parse-digest";

/** A batch as people name it: its folder, or its id on the chain. */
export type BatchReference =
  | { readonly folder: string; readonly summary: BatchSummary; readonly id?: undefined }
  | { readonly id: string; readonly folder?: undefined; readonly summary?: undefined };

/** A folder whose summary is at hand. */
export type LocalBatch = Extract<BatchReference, { folder: string }>;

/** @throws SuiteError `input/batch`, those of `readBatch`. */
export function parseBatch(value: string): BatchReference {
  if (isDigest(value)) return { id: value.toLowerCase() };
  const folder = resolve(value);
  if (existsSync(folder)) return { folder, summary: readBatch(folder) };
  throw new SuiteError({
    code: "input/batch",
    message: `"${value}" is neither the folder of a batch nor an id.`,
    hint: "Give the folder that batch build made, or 0x and 64 hex digits.",
    details: { value },
  });
}

/** @throws SuiteError `input/batch-folder` for a batch that is only known by its id. */
export function parseLocalBatch(value: string): LocalBatch {
  const reference = parseBatch(value);
  if (reference.folder !== undefined) return reference;
  throw new SuiteError({
    code: "input/batch-folder",
    message: "The rows of the batch are needed, and its id says nothing of them.",
    hint: "Give the folder that batch build made.",
    details: { id: reference.id },
  });
}

/**
 * The batch on the chain. A folder must be about the very batch that was submitted with its root.
 *
 * @throws SuiteError `input/unknown-batch`, `conflict/batch-terms`.
 */
export async function findBatch(
  provider: Provider,
  record: ContractsRecord,
  reference: BatchReference,
): Promise<ChainBatch> {
  if (reference.id !== undefined) return readChainBatch(provider, record, reference.id);
  const { summary, folder } = reference;
  const id = await batchWithRoot(provider, record, summary.root);
  if (id === undefined) {
    throw new SuiteError({
      code: "input/unknown-batch",
      message: `Nobody submitted the batch of ${folder}.`,
      hint: `Submit it with: npx hardhat batch submit ${folder}`,
      details: { folder, root: summary.root },
    });
  }
  const batch = await readChainBatch(provider, record, id);
  requireSameTerms(summary, batch, folder);
  return batch;
}

/** What the chain, or evidence of it, holds a batch to. */
export interface HeldTerms extends Omit<BatchTerms, "total"> {
  readonly id: string;
  readonly total: bigint | string;
}

/** @throws SuiteError `conflict/batch-terms`, naming the first term that differs. */
export function requireSameTerms(summary: BatchSummary, batch: HeldTerms, folder: string): void {
  for (const [term, local, chain] of [
    ["programId", summary.programId, batch.programId],
    ["root", summary.root, batch.root],
    ["count", summary.count, batch.count],
    ["total", summary.total, batch.total],
    ["ruleSetVersion", summary.ruleSet.version, batch.ruleSetVersion],
    ["period", summary.period, batch.period],
    ["manifestDigest", summary.manifestDigest, batch.manifestDigest],
  ] as const) {
    if (String(local) === String(chain)) continue;
    throw new SuiteError({
      code: "conflict/batch-terms",
      message: `${folder} has ${term} ${local}, the batch on the chain has ${String(chain)}.`,
      hint: "Find out who submitted what. Do not sign, settle or reconcile it.",
      details: { term, local: String(local), chain: String(chain), batch: batch.id },
    });
  }
}
