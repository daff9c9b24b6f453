import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, readSync } from "node:fs";

import { blockHashAt } from "#lib/chain/finality";
import type { RpcSender } from "#lib/chain/rpc-node";
import type { BagEntry, BundleSource } from "#lib/evidence/bag";
import { decodeHeader } from "#lib/evidence/block-header";
import { type ProvenBlock, SegmentContents } from "#lib/evidence/chain-data";
import type { ChainFollower } from "#lib/evidence/chain-follower";
import { type ExportWork, headersPart, inBundle } from "#lib/evidence/export-work";
import { streamRlpList } from "#lib/evidence/rlp-stream";
import type { Anchor } from "#lib/evidence/trust";

const PIECE = 256 * 1024;

/**
 * Keeps of an unfinished export what can be gone on from: segments whose files are as they were sealed, that end where they
 * would end on the way to this anchor, and that the node still has on its chain.
 *
 * @returns How many segments were kept, and how many there were.
 */
export async function keepSound(
  work: ExportWork,
  node: RpcSender,
  { blockNumber }: Anchor,
): Promise<{ readonly kept: number; readonly found: number }> {
  const found = work.sealed.length;
  const fits = work.sealed.findIndex(({ to, full }) => to > blockNumber || (!full && to !== blockNumber));
  const candidates = work.sealed.slice(0, fits < 0 ? found : fits);
  const damaged = candidates.findIndex(({ files }) => !files.every((file) => isSound(work, file)));
  let kept = damaged < 0 ? candidates.length : damaged;
  for (let last = work.sealed[kept - 1]; last !== undefined; last = work.sealed[kept - 1]) {
    if ((await blockHashAt(node, last.to)) === last.blockHash) break;
    kept -= 1;
  }
  work.keep(kept);
  return { kept, found };
}

/** The blocks of the sealed segments again, from the disk. They were held against their headers before they were sealed. */
export function* sealedBlocks(
  work: ExportWork,
  follower: ChainFollower,
): Generator<Pick<ProvenBlock, "header" | "logs">, void, undefined> {
  const files = filesOf(work);
  for (const segment of work.sealed) {
    const contents = new SegmentContents(files, segment);
    const path = headersPart(segment);
    for (const encoded of streamRlpList([readFileSync(work.path(path))], path)) {
      const header = decodeHeader(encoded);
      follower.followHeader(header);
      const logs = follower.needsContent(header) ? follower.takeLogs(header, contents.take(header.number)) : [];
      yield { header, logs };
    }
    contents.end();
  }
}

function filesOf(work: ExportWork): BundleSource {
  const pathOf = (path: string): string => work.path(inBundle(path));
  return {
    size: 0,
    keys: () => [],
    has: (path) => existsSync(pathOf(path)),
    get: (path) => (existsSync(pathOf(path)) ? readFileSync(pathOf(path)) : undefined),
  };
}

function isSound(work: ExportWork, { path, bytes, sha256 }: BagEntry): boolean {
  if (!existsSync(work.path(path))) return false;
  const hash = createHash("sha256");
  const file = openSync(work.path(path), "r");
  const piece = Buffer.alloc(PIECE);
  let length = 0;
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
    hash.update(piece.subarray(0, read));
    length += read;
  }
  closeSync(file);
  return length === bytes && hash.digest("hex") === sha256;
}
