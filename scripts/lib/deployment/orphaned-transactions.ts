import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { trackTransaction, wipe, type ArtifactResolver } from "@nomicfoundation/ignition-core";
import type { Provider } from "ethers";
import { z } from "zod";

import type { RequestProvider } from "#lib/chain/connection";

import { SuiteError } from "#lib/errors/suite-error";

const messageSchema = z.looseObject({
  type: z.string(),
  futureId: z.string().optional(),
  nonce: z.number().optional(),
});

export interface AdoptOrphansParameters {
  readonly journalDirectory: string;
  readonly provider: Provider;
  readonly rpc: RequestProvider;
  readonly artifactResolver: ArtifactResolver;
  readonly deployer: string;
  /** No transaction of the deployment is older than this block. */
  readonly startBlock: number;
}

/**
 * Closes the one gap of Ignition's journal: a process that died after it wrote down that it will send a transaction, and
 * before it wrote down its hash. If the chain has a transaction with that nonce, it is written into the journal, and a
 * rerun does not send it again; if the nonce is free, the step is taken back and done anew with the same nonce, so that
 * at most one of the two can ever be mined.
 *
 * @returns How many were found on the chain.
 * @throws SuiteError `unconfirmed/pending` while such a transaction waits in the node's pool.
 */
export async function adoptOrphans(parameters: AdoptOrphansParameters): Promise<number> {
  const { journalDirectory, provider, rpc, deployer, startBlock, artifactResolver } = parameters;
  let adopted = 0;
  for (const { futureId, nonce } of orphans(journalDirectory)) {
    if ((await provider.getTransactionCount(deployer, "latest")) <= nonce) {
      if ((await provider.getTransactionCount(deployer, "pending")) > nonce) throw stillPending(deployer, nonce);
      await wipe(journalDirectory, artifactResolver, futureId);
      continue;
    }
    const hash = await findByNonce(provider, deployer, nonce, startBlock);
    if (hash === undefined) continue;
    await trackTransaction(journalDirectory, hash, rpc, 1);
    adopted += 1;
  }
  return adopted;
}

export interface Orphan {
  readonly futureId: string;
  readonly nonce: number;
}

/** Transactions that were about to be sent and never recorded as sent. */
export function orphans(journalDirectory: string): Orphan[] {
  const path = join(journalDirectory, "journal.jsonl");
  if (!existsSync(path)) return [];
  const prepared = new Map<string, number>();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const { type, futureId, nonce } = parse(line) ?? {};
    if (futureId === undefined) continue;
    if (type === "TRANSACTION_PREPARE_SEND" && nonce !== undefined) prepared.set(futureId, nonce);
    if (type === "TRANSACTION_SEND" || type === "WIPE_APPLY") prepared.delete(futureId);
  }
  return [...prepared].map(([futureId, nonce]) => ({ futureId, nonce }));
}

/** The last line may be cut off by a kill. */
function parse(line: string): z.output<typeof messageSchema> | undefined {
  try {
    return messageSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** Finds the block in which the account's nonce passed by halving, then the transaction in it. */
async function findByNonce(
  provider: Provider,
  account: string,
  nonce: number,
  startBlock: number,
): Promise<string | undefined> {
  let low = startBlock;
  let high = await provider.getBlockNumber();
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await provider.getTransactionCount(account, middle)) > nonce) high = middle;
    else low = middle + 1;
  }
  const block = await provider.getBlock(low, true);
  return block?.prefetchedTransactions.find((sent) => sent.from === account && sent.nonce === nonce)?.hash;
}

function stillPending(deployer: string, nonce: number): SuiteError {
  return new SuiteError({
    code: "unconfirmed/pending",
    message: `A transaction of ${deployer} with nonce ${nonce} waits in the node's pool.`,
    hint: "Run the same command again when it is mined.",
    details: { deployer, nonce },
  });
}
