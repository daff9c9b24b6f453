import type { BlockContent } from "#lib/evidence/chain-follower";
import { ClaimError } from "#lib/evidence/report";

/** Blocks from one number to another, both included. */
export interface BlockRange {
  readonly from: number;
  readonly to: number;
}

/**
 * A segment ends with the block with which its headers, receipts and transactions, in consensus encoding, reach this many
 * bytes together, or with the anchor. So that one range always has the same segments, and none needs more memory than this
 * and one block.
 */
export const SEGMENT_BYTES = 4 * 1024 * 1024;

/** Says with which blocks segments end. */
export class SegmentMeter {
  #bytes = 0;

  /** @returns Whether the segment ends with this block. */
  add(header: Uint8Array, content: BlockContent | undefined): boolean {
    this.#bytes += header.length;
    for (const item of content?.receipts ?? []) this.#bytes += item.length;
    for (const item of content?.transactions ?? []) this.#bytes += item.length;
    if (this.#bytes < SEGMENT_BYTES) return false;
    this.#bytes = 0;
    return true;
  }
}

/**
 * The segments that the files of a bundle are named for.
 *
 * @throws ClaimError when they leave something out or tell something twice.
 */
export function segmentsOf(paths: Iterable<string>): BlockRange[] {
  const segments: BlockRange[] = [];
  for (const path of paths) {
    const [, from, to] = /^data\/chain\/receipts\/(0|[1-9]\d{0,14})-(0|[1-9]\d{0,14})\.rlp$/.exec(path) ?? [];
    if (from !== undefined && to !== undefined) segments.push({ from: Number(from), to: Number(to) });
  }
  segments.sort((a, b) => a.from - b.from);
  for (const [index, { from, to }] of segments.entries()) {
    const last = segments[index - 1];
    if (to < from || (last !== undefined && from !== last.to + 1)) {
      throw new ClaimError(`the segment ${from}-${to} does not follow from ${last?.from ?? from}-${last?.to ?? to}`);
    }
  }
  return segments;
}
