import { type BundleSource, piecesOf } from "#lib/evidence/bag";
import { type BlockHeader, decodeHeader } from "#lib/evidence/block-header";
import { type BlockContent, brokenLink, ChainFollower } from "#lib/evidence/chain-follower";
import { bundlePaths } from "#lib/evidence/format";
import { ClaimError } from "#lib/evidence/report";
import { streamRlpList } from "#lib/evidence/rlp-stream";
import { decodeRlp, rlpBytes, rlpList, safeNumber } from "#lib/evidence/rlp-values";
import { type BlockRange, SegmentMeter, segmentsOf } from "#lib/evidence/segments";
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

/** A chain that ends at the trusted block. */
export interface ProvenChain {
  /** Number of its first block. */
  readonly from: number;
  readonly anchor: BlockHeader;
}

/** A block of a proven chain, and the segment of the bundle that holds it. */
export interface ProvenBlock {
  readonly segment: BlockRange;
  readonly header: BlockHeader;
  /** Of the watched addresses. */
  readonly logs: readonly ProvenLog[];
}

export function fileOf(files: BundleSource, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new ClaimError(`${path} is missing`);
  return bytes;
}

/**
 * Goes along all headers once: without a gap, and the last of them is the trusted anchor.
 *
 * @throws ClaimError
 */
export function authenticateHeaders(files: BundleSource, trust: Trust): ProvenChain {
  const { blockNumber, blockHash } = trust.anchor;
  let from: number | undefined;
  let anchor: BlockHeader | undefined;
  let gap: ClaimError | undefined;
  for (const { header } of headersOf(files)) {
    from ??= header.number;
    // Where the headers end says more than where they break.
    if (anchor !== undefined) gap ??= brokenLink(anchor, header);
    anchor = header;
  }
  if (anchor === undefined || from === undefined) throw new ClaimError("the bundle holds no header");
  if (anchor.hash !== blockHash || anchor.number !== blockNumber) {
    throw new ClaimError(
      `the bundle ends at block ${anchor.number} ${anchor.hash}, the trusted anchor is block ${blockNumber} ${blockHash}`,
    );
  }
  if (gap !== undefined) throw gap;
  return { from, anchor };
}

/**
 * Goes along a chain again, with what its blocks hold: logs of the watched addresses, from receipts that the headers commit
 * to. Complete in the range: a block whose bloom admits such a log must have its receipts here. Segments must end where
 * they always end.
 *
 * @throws ClaimError
 */
export function* followBlocks(
  files: BundleSource,
  { from, anchor }: ProvenChain,
  trust: Trust,
): Generator<ProvenBlock, void, undefined> {
  const segments = segmentsOf(files.keys());
  const [first, last] = [segments[0], segments.at(-1)];
  if (first?.from !== from || last?.to !== anchor.number) {
    throw new ClaimError(`the receipts of block ${first?.from === from ? anchor.number : from} are missing`);
  }
  const headers = headersOf(files);
  const follower = new ChainFollower(trust);
  const meter = new SegmentMeter();
  for (const segment of segments) {
    const contents = new SegmentContents(files, segment);
    for (let number = segment.from; number <= segment.to; number += 1) {
      const next = headers.next();
      if (next.done === true) throw new ClaimError(`the header of block ${number} is missing`);
      const { header, encoded } = next.value;
      follower.followHeader(header);
      const content = follower.needsContent(header) ? contents.take(number) : undefined;
      const full = meter.add(encoded, content);
      if (full !== (number === segment.to) && number !== anchor.number) {
        throw new ClaimError(`the segment ${segment.from}-${segment.to} does not end where it should`);
      }
      if (content === undefined) yield { segment, header, logs: [] };
      else {
        follower.requireRoots(header, content);
        yield { segment, header, logs: follower.takeLogs(header, content) };
      }
    }
    contents.end();
  }
  if (follower.last?.hash !== anchor.hash) throw new ClaimError("the bundle changed while it was read");
}

/** Receipts and transactions of one segment, block by block. */
export class SegmentContents {
  readonly #receipts: BlockEntries;
  readonly #transactions: BlockEntries;

  constructor(files: BundleSource, { from, to }: BlockRange) {
    this.#receipts = new BlockEntries(files, bundlePaths.receipts(from, to), "receipts");
    this.#transactions = new BlockEntries(files, bundlePaths.transactions(from, to), "transactions");
  }

  /** What a block holds; blocks are taken in their order. */
  take(number: number): BlockContent {
    return { receipts: this.#receipts.take(number), transactions: this.#transactions.take(number) };
  }

  /** That nothing is left over. */
  end(): void {
    this.#receipts.end();
    this.#transactions.end();
  }
}

/** A list of `[block, [item…]]`, taken block by block. */
class BlockEntries {
  readonly #what: string;
  readonly #path: string;
  readonly #entries: Generator<Uint8Array, void, undefined>;

  constructor(files: BundleSource, path: string, what: string) {
    this.#what = what;
    this.#path = path;
    this.#entries = streamRlpList(piecesOf(files, path), path);
  }

  take(number: number): Uint8Array[] {
    const next = this.#entries.next();
    if (next.done === true) throw new ClaimError(`the ${this.#what} of block ${number} are missing`);
    const { found, items } = this.#decode(next.value);
    if (found > number) throw new ClaimError(`the ${this.#what} of block ${number} are missing`);
    if (found < number) throw this.#superfluous(found);
    return items;
  }

  end(): void {
    const next = this.#entries.next();
    if (next.done !== true) throw this.#superfluous(this.#decode(next.value).found);
  }

  #superfluous(number: number): ClaimError {
    return new ClaimError(`the ${this.#what} hold block ${number} twice, out of order or without a reason`);
  }

  #decode(encoded: Uint8Array): { readonly found: number; readonly items: Uint8Array[] } {
    const entry = rlpList(decodeRlp(encoded, this.#path), this.#path);
    if (entry.length !== 2) throw new ClaimError(`${this.#path} has a malformed entry`);
    return {
      found: safeNumber(rlpBytes(entry[0], "block number"), "block number"),
      items: rlpList(entry[1], this.#path).map((bytes) => rlpBytes(bytes, this.#path)),
    };
  }
}

function* headersOf(
  files: BundleSource,
): Generator<{ readonly header: BlockHeader; readonly encoded: Uint8Array }, void, undefined> {
  const path = bundlePaths.headers;
  for (const encoded of streamRlpList(piecesOf(files, path), path)) yield { header: decodeHeader(encoded), encoded };
}
