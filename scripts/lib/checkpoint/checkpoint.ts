import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { getBytes } from "ethers";
import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { type BlockHeader, decodeHeader } from "#lib/evidence/block-header";
import { stateProofsSchema } from "#lib/evidence/format";
import { hexBytes } from "#lib/evidence/format-values";
import type { Anchor } from "#lib/evidence/trust";
import { readJsonFile } from "#lib/files/json-file";

/** A header, and proofs of the state that it commits to: what a node that prunes cannot serve later. */
export const checkpointSchema = z.strictObject({
  schema: z.literal("sign.evidence.checkpoint.v1"),
  chainId: z.int().positive(),
  /** RLP of the header: its keccak256 is the hash of the block. */
  header: hexBytes,
  stateProofs: stateProofsSchema,
});

export type CheckpointFile = z.output<typeof checkpointSchema>;

export interface Checkpoint extends CheckpointFile {
  readonly path: string;
  readonly block: BlockHeader;
}

const FILE_NAME = /^(0|[1-9][0-9]*)\.json$/;

/** Where the checkpoints of a deployment lie. */
export function checkpointFolder(deploymentDirectory: string): string {
  return join(deploymentDirectory, "evidence", "checkpoints");
}

export function checkpointPath(folder: string, blockNumber: number): string {
  return join(folder, `${blockNumber}.json`);
}

/**
 * Reads a checkpoint. That its proofs hold against the header is checked where they are used.
 *
 * @throws SuiteError those of `readJsonFile`, `conflict/checkpoint` when header, proofs and name are not of one block.
 */
export function readCheckpoint(path: string): Checkpoint {
  const file = readJsonFile(path, checkpointSchema);
  const block = headerOf(file, path);
  const [name] = /[^/\\]*$/.exec(path) ?? [];
  if (name === `${block.number}.json` && file.stateProofs.blockNumber === block.number) return { ...file, path, block };
  throw damaged(path, `it holds the header of block ${block.number}`);
}

/** Block numbers of the checkpoints in a folder, ascending; none where there is no folder. */
export function checkpointNumbers(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const numbers = readdirSync(folder).flatMap((name) => {
    const [, number] = FILE_NAME.exec(name) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
  return numbers.sort((a, b) => a - b);
}

/**
 * The checkpoint that an export shall end at: the file itself, or of a folder the one of the trusted block, else the newest.
 * None is beyond `toBlock`.
 *
 * @throws SuiteError `input/no-checkpoint`, those of {@link readCheckpoint}.
 */
export function chooseCheckpoint(
  path: string,
  { toBlock, anchor }: { readonly toBlock: number | undefined; readonly anchor: Anchor | undefined },
): Checkpoint {
  if (existsSync(path) && !statSync(path).isDirectory()) return notBeyond(readCheckpoint(path), toBlock);
  const numbers = checkpointNumbers(path);
  const wanted = anchor?.blockNumber;
  const chosen = numbers.findLast((number) =>
    wanted === undefined ? number <= (toBlock ?? number) : number === wanted,
  );
  if (chosen !== undefined) return readCheckpoint(checkpointPath(path, chosen));
  const asked = wanted === undefined ? (toBlock === undefined ? "" : ` up to block ${toBlock}`) : ` of block ${wanted}`;
  throw new SuiteError({
    code: "input/no-checkpoint",
    message: `${path} holds no checkpoint${asked}.`,
    hint: numbers.length === 0 ? "evidence checkpoint stores one." : `There are those of blocks ${numbers.join(", ")}.`,
    details: { path, blocks: numbers },
  });
}

function notBeyond(checkpoint: Checkpoint, toBlock: number | undefined): Checkpoint {
  const { path, block } = checkpoint;
  if (block.number <= (toBlock ?? block.number)) return checkpoint;
  throw new SuiteError({
    code: "input/no-checkpoint",
    message: `${path} is of block ${block.number}, beyond the block ${toBlock} that was asked for.`,
    hint: "Give --checkpoint without --to, or name an earlier checkpoint.",
    details: { path, block: block.number },
  });
}

function headerOf({ header }: CheckpointFile, path: string): BlockHeader {
  try {
    return decodeHeader(getBytes(header));
  } catch (error) {
    throw damaged(path, error instanceof Error ? error.message : String(error));
  }
}

function damaged(path: string, reason: string): SuiteError {
  return new SuiteError({
    code: "conflict/checkpoint",
    message: `${path} is not the checkpoint that was stored: ${reason}.`,
    hint: "Restore it from a backup, or take an earlier one.",
    details: { path },
  });
}
