import { existsSync, linkSync, mkdirSync, rmSync } from "node:fs";

import { hexlify, toQuantity } from "ethers";

import { type CheckpointFile, checkpointNumbers, checkpointPath, readCheckpoint } from "#lib/checkpoint/checkpoint";
import { toldByNode } from "#lib/checkpoint/told-by-node";
import { blockHashAt, type Finality, requireUnmoved } from "#lib/chain/finality";
import type { RpcSender } from "#lib/chain/rpc-node";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { decodeHeader, headerFromRpc } from "#lib/evidence/block-header";
import { contradiction } from "#lib/evidence/contradiction";
import { chooseAnchor, gatherState, requireChain } from "#lib/evidence/gather";
import { explainState } from "#lib/evidence/pruned-state";
import { type Anchor, trustFrom } from "#lib/evidence/trust";
import { BufferedWriter } from "#lib/files/buffered-writer";
import { toCanonicalJson } from "#lib/files/canonical-json";

export interface CheckpointOrder {
  readonly node: RpcSender;
  readonly record: ContractsRecord;
  /** Where checkpoints lie. */
  readonly folder: string;
  readonly finality: Finality;
  /** The newest final block by default. */
  readonly toBlock?: number | undefined;
  /** Gathers and checks everything, and writes nothing. */
  readonly dryRun: boolean;
  readonly reporter: Reporter;
}

export interface CheckpointResult {
  readonly checkpoint: string;
  readonly anchor: Anchor;
  /** How many accounts it proves, and how many of their slots. */
  readonly accounts: number;
  readonly slots: number;
  /** False when it was there already, or in a dry run. */
  readonly written: boolean;
}

/**
 * Stores a final header with proofs of all state that an export needs at it. What was stored before must still be on the
 * chain: a checkpoint of another branch, or from another chain, is found out now and not in the year of the audit.
 *
 * @throws SuiteError `chain/wrong-chain-id`, `chain/no-finality`, `chain/state-pruned`, `chain/reorganised`,
 * `chain/contradiction`, `conflict/checkpoint`, `input/range`.
 */
export async function takeCheckpoint(order: CheckpointOrder): Promise<CheckpointResult> {
  const { node, record, folder, finality, toBlock, dryRun, reporter } = order;
  await requireChain(node, record.chainId);
  await requireAgreement(node, folder);
  const number = await chooseAnchor(node, finality, toBlock);
  const path = checkpointPath(folder, number);
  reporter.step(`Proving the state of block ${number}`);
  const { file, anchor } = await gather(order, number);
  const written = !dryRun && !existsSync(path);
  if (written) writeOnce(path, folder, toCanonicalJson(file));
  const { accounts } = file.stateProofs;
  const slots = accounts.reduce((sum, { storage }) => sum + storage.length, 0);
  return { checkpoint: path, anchor, accounts: accounts.length, slots, written };
}

async function gather(
  { node, record }: CheckpointOrder,
  number: number,
): Promise<{ readonly file: CheckpointFile; readonly anchor: Anchor }> {
  try {
    const header = headerFromRpc(await node.send("eth_getBlockByNumber", [toQuantity(number), false]));
    const block = decodeHeader(header);
    const anchor = { blockNumber: block.number, blockHash: block.hash };
    const trust = trustFrom(record, anchor);
    const range = { from: record.deployedAtBlock, to: number };
    const stateProofs = await explainState(number, async () => {
      return await gatherState(node, { anchor: block, trust, told: await toldByNode(node, trust, range) });
    });
    await requireUnmoved(node, number, block.hash);
    const { chainId } = record;
    return { anchor, file: { schema: "sign.evidence.checkpoint.v1", chainId, header: hexlify(header), stateProofs } };
  } catch (error) {
    throw error instanceof SuiteError ? error : contradiction(error);
  }
}

/** Every earlier checkpoint is of a block that the node has. */
async function requireAgreement(node: RpcSender, folder: string): Promise<void> {
  for (const number of checkpointNumbers(folder)) {
    const { block, path } = readCheckpoint(checkpointPath(folder, number));
    const hash = await blockHashAt(node, number);
    if (hash === block.hash) continue;
    throw new SuiteError({
      code: "conflict/checkpoint",
      message: `The node says that block ${number} is ${hash}, ${path} says ${block.hash}.`,
      hint: "One of the two is of another branch or chain: find out which before anything is stored.",
      details: { block: number, node: hash, checkpoint: block.hash },
    });
  }
}

/** A reader sees the whole file, or none; what is there is never replaced. */
function writeOnce(path: string, folder: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  const growing = `${path}.partial`;
  const writer = new BufferedWriter(growing, { replace: true, shared: true });
  writer.write(text);
  writer.finish();
  linkSync(growing, path);
  rmSync(growing);
}
