import { RefillingBucket } from "#lib/bridge/refilling-bucket";

/** A bucket counts in 2^-64 of the token's smallest unit, as `FlowLimit.sol` does. */
const SCALE_BITS = 64n;

/** What a flow lets through, in the token's smallest unit. */
export interface FlowReading {
  readonly capacity: bigint;
  /** Seconds. */
  readonly window: bigint;
  /** Rounded down. */
  readonly available: bigint;
  /** Rounded up. */
  readonly used: bigint;
}

/**
 * `FlowLimit.sol` again, exact to the unit: a flow that starts empty, is filled by time and refunds alone, and is never
 * filled by an update of its settings. Amounts are in the token's smallest unit, times in seconds; time never goes back.
 *
 * @example
 * const flow = new FlowReplay();
 * flow.configure(1_000n, 86_400, 0);
 * flow.use(500n, 43_200); // true: half of it has refilled
 */
export class FlowReplay {
  readonly #bucket = new RefillingBucket();
  #configuredAt = 0;

  /** Unset, it denies everything. */
  get isSet(): boolean {
    return this.#bucket.window !== 0n;
  }

  configure(capacity: bigint, window: number, now: number): void {
    const { available } = this.#bucket.stateAt(now);
    const scaled = capacity << SCALE_BITS;
    this.#bucket.updateSettings(BigInt(window), scaled);
    this.#bucket.setAvailable(available < scaled ? available : scaled, now);
    this.#configuredAt = now;
  }

  /** @returns Whether that much was available; if not, nothing is drawn. */
  use(amount: bigint, now: number): boolean {
    return this.isSet && this.#bucket.consume(amount << SCALE_BITS, now);
  }

  /** @returns What a refund of a use gives back: the part that has not refilled since, and nothing from before an update. */
  giveBack(amount: bigint, usedAt: number, now: number): bigint {
    if (!this.isSet || usedAt <= this.#configuredAt) return 0n;
    const { capacity, window } = this.readAt(now);
    const refilled = ceilDiv(capacity * BigInt(now - usedAt), window);
    const { used, available } = this.#bucket.stateAt(now);
    const unfilled = amount > refilled ? amount - refilled : 0n;
    const wholeUsed = used >> SCALE_BITS;
    const given = unfilled < wholeUsed ? unfilled : wholeUsed;
    if (given !== 0n) this.#bucket.setAvailable(available + (given << SCALE_BITS), now);
    return given;
  }

  /** All zero for an unset flow. */
  readAt(now: number): FlowReading {
    const capacity = this.#bucket.capacity >> SCALE_BITS;
    const available = this.#bucket.stateAt(now).available >> SCALE_BITS;
    return { capacity, window: this.#bucket.window, available, used: capacity - available };
  }
}

function ceilDiv(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}
