/** `Custody` of `contracts/bridge/interfaces/IBridgeGateway.sol`. */
export const custodies = ["Held", "Minted"] as const;

export type Custody = (typeof custodies)[number];

interface Reserve {
  readonly issued: bigint;
  readonly redeemed: bigint;
  readonly observedAt: number;
}

/**
 * Conservation, counted again as `RailLedger.sol` counts it. Each method takes note of a step and says what is wrong with
 * it, null for nothing. Amounts are in the token's smallest unit.
 *
 *   locked = settled + pending + owed       released ≤ admitted ≤ reserve.redeemed       reserve.issued ≤ locked
 *   held:   released ≤ settled              minted: locked ≤ released
 */
export class RailReplay {
  readonly #custody: Custody;
  #locked = 0n;
  #pending = 0n;
  #owed = 0n;
  #released = 0n;
  #admitted = 0n;
  #reserve: Reserve = { issued: 0n, redeemed: 0n, observedAt: 0 };

  constructor(custody: Custody) {
    this.#custody = custody;
  }

  request(amount: bigint): string | null {
    this.#locked += amount;
    this.#pending += amount;
    const tooMuch = this.#custody === "Minted" && this.#locked > this.#released;
    return tooMuch ? `brings what left to ${this.#locked}, minted were ${this.#released}` : null;
  }

  settle(amount: bigint): void {
    this.#pending -= amount;
  }

  fail(amount: bigint): void {
    this.#pending -= amount;
    this.#owed += amount;
  }

  refund(amount: bigint): string | null {
    this.#locked -= amount;
    this.#owed -= amount;
    return this.#whyNotConserved();
  }

  admit(amount: bigint): string | null {
    this.#admitted += amount;
    const { redeemed } = this.#reserve;
    if (this.#admitted > redeemed) return `brings what is admitted to ${this.#admitted}, monitoring saw ${redeemed}`;
    return this.#whyNotSettled(this.#released + amount);
  }

  /** @param maximumAge Seconds; zero, which is also never set, blocks. */
  release(amount: bigint, maximumAge: bigint, now: number): string | null {
    this.#released += amount;
    return this.#whyStale(maximumAge, now) ?? this.#whyNotConserved() ?? this.#whyNotSettled(this.#released);
  }

  attest(given: Reserve, now: number): string | null {
    const last = this.#reserve;
    this.#reserve = given;
    if (given.observedAt > now) return `was observed at ${given.observedAt}, after its block`;
    const later = given.observedAt > last.observedAt;
    if (!later || given.issued < last.issued || given.redeemed < last.redeemed) return "goes back behind the last one";
    return null;
  }

  #whyStale(maximumAge: bigint, now: number): string | null {
    const { observedAt } = this.#reserve;
    const stale = maximumAge === 0n || BigInt(now) > BigInt(observedAt) + maximumAge;
    return stale ? `rests on a reserve of ${observedAt}, which may be ${maximumAge} s old` : null;
  }

  #whyNotConserved(): string | null {
    const { issued } = this.#reserve;
    return issued > this.#locked ? `while ${issued} were issued for ${this.#locked} that are locked` : null;
  }

  #whyNotSettled(released: bigint): string | null {
    const settled = this.#locked - this.#pending - this.#owed;
    const tooMuch = this.#custody === "Held" && released > settled;
    return tooMuch ? `brings what is released to ${released}, settled were ${settled}` : null;
  }

  /** Seconds since monitoring looked at the private rail's books; null if it never did. */
  reserveAge(now: number): number | null {
    const { observedAt } = this.#reserve;
    return observedAt === 0 ? null : now - observedAt;
  }

  /** Whether monitoring saw no more issued than is locked. */
  get isConserved(): boolean {
    return this.#whyNotConserved() === null;
  }

  /** In words, for the reader of a report. */
  describe(): string {
    return `locked ${this.#locked}, released ${this.#released}, owed ${this.#owed}, pending ${this.#pending}`;
  }
}
