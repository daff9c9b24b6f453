import { keccak, WORD } from "#lib/batch/row";

/** One level of a tree while its nodes come by from left to right. */
interface Level {
  readonly size: number;
  readonly above: Level | undefined;
  count: number;
  /** A left node that waits for its right one. */
  waiting: Uint8Array | undefined;
  /** The first parent of an odd level: it waits for the level's last node. */
  held: Uint8Array | undefined;
}

/**
 * The Merkle tree of OpenZeppelin's `@openzeppelin/merkle-tree` with `sortLeaves: false`, built while the leaves stream by:
 * it holds two nodes a level and nothing else. Proofs of it satisfy OpenZeppelin's `MerkleProof.verify`.
 *
 * Their tree is one array in which nodes are paired in the order in which they come to be, leaves first. In a level with an
 * odd number of nodes the last one is therefore paired with the first parent, which must wait for it: that is why the number
 * of leaves has to be known before the first one. The leaves keep their order, so that a row's index is its place.
 *
 * @example
 * const tree = new MerkleStream(leaves.length, [5]);
 * for (const leaf of leaves) tree.push(leaf);
 * const { root, proofs } = tree.finish();
 * const proof = proofs.get(5);
 */
export class MerkleStream {
  readonly #leaves: Level;
  #root: Uint8Array | undefined;
  /** By index of the leaf to be proven: its siblings, as far up as the tree has grown. */
  readonly #proofs: ReadonlyMap<number, Uint8Array[]>;
  /** The proofs that go on from a node. */
  readonly #climbing = new Map<Uint8Array, Uint8Array[][]>();

  /**
   * @param size Number of leaves; at least one.
   * @param provenIndexes Leaves whose proofs are collected on the way.
   */
  constructor(size: number, provenIndexes: Iterable<number> = []) {
    if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`a tree of ${size} leaves`);
    this.#leaves = newLevel(size);
    this.#proofs = new Map([...provenIndexes].map((index) => [index, []]));
  }

  push(leaf: Uint8Array): void {
    const proof = this.#proofs.get(this.#leaves.count);
    if (proof !== undefined) this.#climbing.set(leaf, [proof]);
    this.#add(this.#leaves, leaf);
  }

  /**
   * @returns The root, and siblings from the leaf up by index of the leaf.
   * @throws RangeError when fewer leaves came than were announced.
   */
  finish(): { readonly root: Uint8Array; readonly proofs: ReadonlyMap<number, readonly Uint8Array[]> } {
    if (this.#root === undefined) throw new RangeError(`${this.#leaves.count} of ${this.#leaves.size} leaves came`);
    return { root: this.#root, proofs: this.#proofs };
  }

  #add(level: Level, node: Uint8Array): void {
    const place = level.count++;
    if (place >= level.size) throw new RangeError(`more than ${level.size} leaves came`);
    const { above, waiting, held } = level;
    if (above === undefined) {
      this.#root = node;
    } else if (waiting !== undefined) {
      level.waiting = undefined;
      const parent = this.#join(waiting, node);
      if (place === 1 && level.size % 2 === 1) level.held = parent;
      else this.#add(above, parent);
    } else if (place === level.size - 1 && held !== undefined) {
      this.#add(above, this.#join(node, held));
    } else {
      level.waiting = node;
    }
  }

  #join(first: Uint8Array, second: Uint8Array): Uint8Array {
    const parent = hashPair(first, second);
    if (this.#climbing.size > 0) {
      const climbing = [...this.#climb(first, second), ...this.#climb(second, first)];
      if (climbing.length > 0) this.#climbing.set(parent, climbing);
    }
    return parent;
  }

  #climb(node: Uint8Array, sibling: Uint8Array): readonly Uint8Array[][] {
    const proofs = this.#climbing.get(node) ?? [];
    for (const proof of proofs) proof.push(sibling);
    this.#climbing.delete(node);
    return proofs;
  }
}

/**
 * How many siblings lie on a leaf's way to the root of a tree of `size` leaves. A verifier demands just as many: else the
 * tree could hide leaves where its size leaves no room for any.
 */
export function proofLength(size: number, index: number): number {
  // In one array, root first and leaves last in reverse, the parent of node n is node (n - 1) / 2, rounded down.
  return (2 * size - 1 - index).toString(2).length - 1;
}

/** The root that a proof leads to, as `MerkleProof.processProof` computes it. */
export function rootOf(leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array {
  return proof.reduce(hashPair, leaf);
}

function newLevel(size: number): Level {
  const above = size === 1 ? undefined : newLevel(Math.floor(size / 2));
  return { size, above, count: 0, waiting: undefined, held: undefined };
}

/** Sorted, so that a proof need not say on which side its nodes are. */
function hashPair(first: Uint8Array, second: Uint8Array): Uint8Array {
  return keccak(Buffer.concat(Buffer.compare(first, second) < 0 ? [first, second] : [second, first], 2 * WORD));
}
