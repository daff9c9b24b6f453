const DAY = 86_400;
const BASIS = 10_000n;

/** Failures beside conversions by day of UTC, counted as `FailureCounts.sol` counts them. */
export class FailureReplay {
  readonly #days = new Map<number, { failures: bigint; conversions: bigint }>();

  addConversion(now: number): void {
    this.#day(now).conversions += 1n;
  }

  addFailure(now: number): void {
    this.#day(now).failures += 1n;
  }

  /** Whether more failed today and yesterday than `maximum` basis points of what came to be in these days. */
  exceed(maximum: bigint, now: number): boolean {
    const [today, yesterday] = [this.#day(now), this.#day(now - DAY)];
    const failures = today.failures + yesterday.failures;
    return failures * BASIS > maximum * (today.conversions + yesterday.conversions);
  }

  #day(now: number): { failures: bigint; conversions: bigint } {
    const number = Math.floor(now / DAY);
    const known = this.#days.get(number) ?? { failures: 0n, conversions: 0n };
    this.#days.set(number, known);
    return known;
  }
}
