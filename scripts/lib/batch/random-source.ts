import { randomFillSync } from "node:crypto";

const POOL_BYTES = 1 << 15;

/** Random bytes of the operating system's quality, drawn in large pieces: a call a row would take longer than all hashing. */
export class RandomSource {
  #pool = Buffer.alloc(0);

  /** Bytes that were never handed out before. */
  next(length: number): Buffer {
    if (this.#pool.length < length) this.#pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_BYTES));
    const bytes = this.#pool.subarray(0, length);
    this.#pool = this.#pool.subarray(length);
    return bytes;
  }
}
