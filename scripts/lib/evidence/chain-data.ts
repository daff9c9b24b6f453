import type { BundleFiles } from "#lib/evidence/bag";
import { type BlockHeader, decodeHeader } from "#lib/evidence/block-header";
import { ChainFollower } from "#lib/evidence/chain-follower";
import { bundlePaths } from "#lib/evidence/format";
import { ClaimError } from "#lib/evidence/report";
import { decodeRlp, encodeRlp, rlpBytes, rlpList, safeNumber } from "#lib/evidence/rlp-values";
import type { Trust } from "#lib/evidence/trust";

/** A log whose every field follows from the anchor. */
export interface ProvenLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly timestamp: number;
  readonly transactionHash: string;
  readonly transactionIndex: number;
  readonly logIndex: number;
}

export function fileOf(files: BundleFiles, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new ClaimError(`${path} is missing`);
  return bytes;
}

/** Headers without a gap, the last of which is the trusted anchor. */
export function authenticateHeaders(files: BundleFiles, trust: Trust): BlockHeader[] {
  const { blockNumber, blockHash } = trust.anchor;
  const items = rlpList(decodeRlp(fileOf(files, bundlePaths.headers), bundlePaths.headers), "headers");
  const headers = items.map((item) => decodeHeader(encodeRlp(item)));
  const last = headers.at(-1);
  if (last === undefined) throw new ClaimError("the bundle holds no header");
  if (last.hash !== blockHash || last.number !== blockNumber) {
    throw new ClaimError(
      `the bundle ends at block ${last.number} ${last.hash}, the trusted anchor is block ${blockNumber} ${blockHash}`,
    );
  }
  const follower = new ChainFollower(trust);
  for (const header of headers) follower.followHeader(header);
  return headers;
}

/**
 * Logs of the watched addresses, from receipts that their headers commit to. Complete in the range: a block whose bloom
 * admits such a log must have its receipts here.
 */
export function authenticateLogs(files: BundleFiles, headers: readonly BlockHeader[], trust: Trust): ProvenLog[] {
  const from = headers[0]?.number ?? 0;
  const to = headers.at(-1)?.number ?? 0;
  const receipts = readBlocks(files, bundlePaths.receipts(from, to));
  const transactions = readBlocks(files, bundlePaths.transactions(from, to));
  const follower = new ChainFollower(trust);
  const needed = headers.filter((header) => follower.needsContent(header));
  requireSameBlocks(needed, [...receipts.keys()], "receipts");
  requireSameBlocks(needed, [...transactions.keys()], "transactions");
  return needed.flatMap((header) => {
    const content = {
      receipts: receipts.get(header.number) ?? [],
      transactions: transactions.get(header.number) ?? [],
    };
    follower.requireRoots(header, content);
    return follower.takeLogs(header, content);
  });
}

function requireSameBlocks(needed: readonly BlockHeader[], present: readonly number[], what: string): void {
  const numbers = needed.map((header) => header.number);
  const missing = numbers.find((number) => !present.includes(number));
  if (missing !== undefined) throw new ClaimError(`the ${what} of block ${missing} are missing`);
  if (present.length !== numbers.length || present.some((number, index) => number !== numbers[index])) {
    throw new ClaimError(`the ${what} hold blocks out of order or without a reason`);
  }
}

function readBlocks(files: BundleFiles, path: string): Map<number, Uint8Array[]> {
  const blocks = new Map<number, Uint8Array[]>();
  for (const item of rlpList(decodeRlp(fileOf(files, path), path), path)) {
    const entry = rlpList(item, path);
    if (entry.length !== 2) throw new ClaimError(`${path} has a malformed entry`);
    const number = safeNumber(rlpBytes(entry[0], "block number"), "block number");
    if (blocks.has(number)) throw new ClaimError(`${path} holds block ${number} twice`);
    blocks.set(
      number,
      rlpList(entry[1], path).map((bytes) => rlpBytes(bytes, path)),
    );
  }
  return blocks;
}
