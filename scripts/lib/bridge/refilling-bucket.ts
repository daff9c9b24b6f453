/** What a bucket holds now; both together are its capacity, unless that was lowered below what is used. */
export interface BucketState {
  readonly used: bigint;
  readonly available: bigint;
}

/**
 * OpenZeppelin's `RateLimiter.RefillingBucket` with a single key, exact to the unit: what is used refills evenly, all of
 * the capacity in one window. Times are in seconds and never go back.
 */
export class RefillingBucket {
  #capacity = 0n;
  #window = 0n;
  #used = 0n;
  #usedAt = 0n;

  get capacity(): bigint {
    return this.#capacity;
  }

  /** Zero for a bucket that was never set. */
  get window(): bigint {
    return this.#window;
  }

  stateAt(now: number): BucketState {
    const refilled = ((BigInt(now) - this.#usedAt) * this.#capacity) / (this.#window === 0n ? 1n : this.#window);
    const used = saturatingSub(this.#used, refilled);
    return { used, available: saturatingSub(this.#capacity, used) };
  }

  /** @returns Whether that much was available; if not, nothing is drawn. */
  consume(amount: bigint, now: number): boolean {
    if (amount === 0n) return true;
    const { used, available } = this.stateAt(now);
    if (amount > available) return false;
    this.#put(used + amount, now);
    return true;
  }

  /** Counts the time until now under the settings of until now. */
  sync(now: number): void {
    this.#put(this.stateAt(now).used, now);
  }

  updateSettings(window: bigint, capacity: bigint): void {
    this.#window = window;
    this.#capacity = capacity;
  }

  /** Leaves exactly this much available. */
  setAvailable(available: bigint, now: number): void {
    this.#put(this.#capacity - available, now);
  }

  #put(used: bigint, now: number): void {
    this.#used = used;
    this.#usedAt = BigInt(now);
  }
}

function saturatingSub(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n;
}
