/** A key is 40 bits of a value above 24 bits of the number of its row. */
const NUMBER_BITS = 24n;
const NUMBER_MASK = (1n << NUMBER_BITS) - 1n;
const PREFIX_BYTES = 5;

/** The most rows that the DistributionLedger takes in a batch; fewer than the numbers above can tell apart. */
export const MAX_ROWS = 10_000_000;

const FIRST_CAPACITY = 1 << 12;

/**
 * Eight bytes a row, by which rows are sorted and found: the beginning of a value that is spread evenly, and the row's number.
 * Two values may share a beginning; whoever finds candidates here compares them in full.
 */
export class KeyColumn {
  #keys = new BigUint64Array(FIRST_CAPACITY);
  #count = 0;
  #sorted = false;

  /** Adds the value of the next row. @param value At least five bytes. */
  append(value: Buffer): void {
    if (this.#count === MAX_ROWS) throw new RangeError(`more than ${MAX_ROWS} rows`);
    if (this.#count === this.#keys.length) {
      const grown = new BigUint64Array(2 * this.#keys.length);
      grown.set(this.#keys);
      this.#keys = grown;
    }
    this.#keys[this.#count] = (prefixOf(value) << NUMBER_BITS) | BigInt(this.#count);
    this.#count++;
    this.#sorted = false;
  }

  /** Numbers of all rows, in the order of their values. */
  *numbers(): Generator<number> {
    for (const key of this.#inOrder()) yield numberOf(key);
  }

  /** Groups of rows whose values begin alike, each in the order of the rows. */
  *collisions(): Generator<readonly number[]> {
    let group: number[] = [];
    let prefix: bigint | undefined;
    for (const key of this.#inOrder()) {
      const next = key >> NUMBER_BITS;
      if (next !== prefix) {
        if (group.length > 1) yield group;
        group = [];
        prefix = next;
      }
      group.push(numberOf(key));
    }
    if (group.length > 1) yield group;
  }

  /** Numbers of the rows whose values begin like this one. */
  candidates(value: Buffer): readonly number[] {
    const keys = this.#inOrder();
    const prefix = prefixOf(value);
    const found: number[] = [];
    for (let place = firstAtLeast(keys, prefix << NUMBER_BITS); place < keys.length; place++) {
      const key = keys[place];
      if (key === undefined || key >> NUMBER_BITS !== prefix) break;
      found.push(numberOf(key));
    }
    return found;
  }

  #inOrder(): BigUint64Array {
    const keys = this.#keys.subarray(0, this.#count);
    if (!this.#sorted) keys.sort();
    this.#sorted = true;
    return keys;
  }
}

function prefixOf(value: Buffer): bigint {
  return BigInt(value.readUIntBE(0, PREFIX_BYTES));
}

function numberOf(key: bigint): number {
  return Number(key & NUMBER_MASK);
}

function firstAtLeast(keys: BigUint64Array, key: bigint): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] ?? key) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
