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
 * const tree = new MerkleStream(leaves.length, 5);
 * for (const leaf of leaves) tree.push(leaf);
 * const { root, proof } = tree.finish();
 */
export class MerkleStream {
  readonly #leaves: Level;
  #root: Uint8Array | undefined;
  /** The node above the leaf to be proven, as far up as the tree has grown. */
  #proven: Uint8Array | undefined;
  readonly #provenIndex: number | undefined;
  readonly #proof: Uint8Array[] = [];

  /**
   * @param size Number of leaves; at least one.
   * @param provenIndex Leaf whose proof is collected on the way.
   */
  constructor(size: number, provenIndex?: number) {
    if (!Number.isSafeInteger(size) || size < 1) throw new RangeError(`a tree of ${size} leaves`);
    this.#leaves = newLevel(size);
    this.#provenIndex = provenIndex;
  }

  push(leaf: Uint8Array): void {
    if (this.#leaves.count === this.#provenIndex) this.#proven = leaf;
    this.#add(this.#leaves, leaf);
  }

  /** @throws RangeError when fewer leaves came than were announced. */
  finish(): { readonly root: Uint8Array; readonly proof: readonly Uint8Array[] } {
    if (this.#root === undefined) throw new RangeError(`${this.#leaves.count} of ${this.#leaves.size} leaves came`);
    return { root: this.#root, proof: this.#proof };
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
    if (first === this.#proven) this.#climb(second, parent);
    else if (second === this.#proven) this.#climb(first, parent);
    return parent;
  }

  #climb(sibling: Uint8Array, parent: Uint8Array): void {
    this.#proof.push(sibling);
    this.#proven = parent;
  }
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
