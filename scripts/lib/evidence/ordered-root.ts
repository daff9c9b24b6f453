import { keccak, keccakHex } from "#lib/evidence/keccak";
import { encodeRlpBytes, encodeRlpList, quantityBytes } from "#lib/evidence/rlp-values";

/** Root of a trie without entries: keccak256(rlp("")). */
export const EMPTY_ROOT = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

interface Leaf {
  readonly path: Uint8Array;
  readonly value: Uint8Array;
}

const EMPTY = encodeRlpBytes(new Uint8Array());
const HASH_LENGTH = 32;

/**
 * Root of the Merkle Patricia trie that a header commits to: values keyed by their RLP-encoded position. All values are
 * there, so the trie is folded from its leaves instead of being grown by insertions.
 */
export function orderedRoot(values: readonly Uint8Array[]): string {
  if (values.length === 0) return EMPTY_ROOT;
  const leaves = values
    .map((value, index): Leaf => ({ path: nibblesOf(encodeRlpBytes(quantityBytes(index))), value }))
    .sort((a, b) => Buffer.compare(a.path, b.path));
  return keccakHex(nodeOf(leaves, 0, leaves.length, 0));
}

/** The node above the leaves `from` to `to`, all of which share the first `depth` nibbles. No key is the beginning of another. */
function nodeOf(leaves: readonly Leaf[], from: number, to: number, depth: number): Uint8Array {
  const first = leafAt(leaves, from);
  if (to - from === 1) {
    return encodeRlpList([encodeRlpBytes(compact(first.path.subarray(depth), true)), encodeRlpBytes(first.value)]);
  }
  // Sorted: what the first and the last share, all share.
  const fork = sharedLength(first.path, leafAt(leaves, to - 1).path, depth);
  if (fork > depth) {
    const path = encodeRlpBytes(compact(first.path.subarray(depth, fork), false));
    return encodeRlpList([path, referenceTo(nodeOf(leaves, from, to, fork))]);
  }
  const children = Array.from({ length: 17 }, () => EMPTY);
  for (let start = from; start < to;) {
    const nibble = leafAt(leaves, start).path[depth] ?? 0;
    let end = start + 1;
    while (end < to && leafAt(leaves, end).path[depth] === nibble) end += 1;
    children[nibble] = referenceTo(nodeOf(leaves, start, end, depth + 1));
    start = end;
  }
  return encodeRlpList(children);
}

/** A node as its parent holds it: by hash, unless it is shorter than one. */
function referenceTo(node: Uint8Array): Uint8Array {
  return node.length < HASH_LENGTH ? node : encodeRlpBytes(keccak(node));
}

/** Hex-prefix encoding of a path. */
function compact(path: Uint8Array, leaf: boolean): Uint8Array {
  const odd = path.length % 2;
  const bytes = new Uint8Array((path.length >> 1) + 1);
  bytes[0] = (leaf ? 0x20 : 0) | (odd === 1 ? 0x10 | (path[0] ?? 0) : 0);
  for (let index = odd; index < path.length; index += 2) {
    bytes[(index + 2) >> 1] = ((path[index] ?? 0) << 4) | (path[index + 1] ?? 0);
  }
  return bytes;
}

function nibblesOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...bytes].flatMap((byte) => [byte >> 4, byte & 0x0f]));
}

function sharedLength(a: Uint8Array, b: Uint8Array, from: number): number {
  let length = from;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

function leafAt(leaves: readonly Leaf[], index: number): Leaf {
  const leaf = leaves[index];
  if (leaf === undefined) throw new RangeError(`no leaf ${index}`);
  return leaf;
}
