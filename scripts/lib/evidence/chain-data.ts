import { keccak256 } from "ethers";

import type { BundleFiles } from "#lib/evidence/bag";
import { logsOfReceipt, orderedRoot } from "#lib/evidence/block-content";
import { type BlockHeader, bloomTest, decodeHeader } from "#lib/evidence/block-header";
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

/** Every address whose logs the bundle must hold. */
export function watchedAddresses(trust: Trust): string[] {
  return [...Object.values(trust.contracts), ...Object.values(trust.safes)].map((item) => item.address);
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
  for (const [index, header] of headers.entries()) {
    const next = headers[index + 1];
    if (next !== undefined && (next.parentHash !== header.hash || next.number !== header.number + 1)) {
      throw new ClaimError(`block ${next.number} does not follow from block ${header.number} of the bundle`);
    }
  }
  return headers;
}

/**
 * Logs of the watched addresses, from receipts that their headers commit to. Complete in the range: a block whose bloom
 * admits such a log must have its receipts here.
 */
export async function authenticateLogs(
  files: BundleFiles,
  headers: readonly BlockHeader[],
  trust: Trust,
): Promise<ProvenLog[]> {
  const watched = watchedAddresses(trust);
  const from = headers[0]?.number ?? 0;
  const to = headers.at(-1)?.number ?? 0;
  const receipts = readBlocks(files, bundlePaths.receipts(from, to));
  const transactions = readBlocks(files, bundlePaths.transactions(from, to));
  const mayHoldLog = bloomTest(watched);
  // Receipts spell addresses in lower case, the trust file as people read them.
  const byRawAddress = new Map(watched.map((address) => [address.toLowerCase(), address]));
  const needed = headers.filter((header) => mayHoldLog(header.logsBloom));
  requireSameBlocks(needed, [...receipts.keys()], "receipts");
  requireSameBlocks(needed, [...transactions.keys()], "transactions");

  const logs: ProvenLog[] = [];
  for (const header of needed) {
    const blockReceipts = receipts.get(header.number) ?? [];
    const blockTransactions = transactions.get(header.number) ?? [];
    await requireRoot(blockReceipts, header.receiptsRoot, `receipts of block ${header.number}`);
    await requireRoot(blockTransactions, header.transactionsRoot, `transactions of block ${header.number}`);
    logs.push(...logsOfBlock(header, blockReceipts, blockTransactions, byRawAddress));
  }
  return logs;
}

function logsOfBlock(
  header: BlockHeader,
  receipts: readonly Uint8Array[],
  transactions: readonly Uint8Array[],
  watched: ReadonlyMap<string, string>,
): ProvenLog[] {
  if (receipts.length !== transactions.length)
    throw new ClaimError(`block ${header.number}: a receipt for each transaction`);
  let logIndex = 0;
  return receipts.flatMap((receipt, transactionIndex) => {
    const transactionHash = keccak256(transactions[transactionIndex] ?? new Uint8Array());
    return logsOfReceipt(receipt).flatMap((log): ProvenLog[] => {
      const address = watched.get(log.address);
      const position = {
        blockNumber: header.number,
        blockHash: header.hash,
        timestamp: header.timestamp,
        transactionHash,
        transactionIndex,
        logIndex,
      };
      logIndex += 1;
      return address === undefined ? [] : [{ ...log, address, ...position }];
    });
  });
}

async function requireRoot(values: readonly Uint8Array[], root: string, what: string): Promise<void> {
  const computed = await orderedRoot(values);
  if (computed !== root) throw new ClaimError(`${what} have the root ${computed}, the header says ${root}`);
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
