import { FlowReplay } from "#lib/bridge/flow-replay";
import { firstOf } from "#lib/evidence/first-of";
import type { ProgramState } from "#lib/evidence/program-replay";

/** `ProgramAccounts.THRESHOLD_WINDOW`, in seconds. */
const THRESHOLD_WINDOW = 86_400;

/** `DistributionVolume` of the contract, in the smallest unit. */
export interface DistributionVolume {
  batches: bigint;
  rows: bigint;
  authorised: bigint;
  settled: bigint;
  exceptions: bigint;
  residual: bigint;
}

/** What a batch takes of its programme's account. */
export interface Taking {
  readonly count: number;
  readonly total: bigint;
  readonly period: number;
}

interface PeriodUse {
  participants: bigint;
  amount: bigint;
}

/** `ProgramAccounts.sol` again: budget, caps of the period and day's threshold of one programme; and its volume. */
export class AccountReplay {
  readonly volume: DistributionVolume = {
    batches: 0n,
    rows: 0n,
    authorised: 0n,
    settled: 0n,
    exceptions: 0n,
    residual: 0n,
  };
  readonly #uses = new Map<number, PeriodUse>();
  readonly #threshold = new FlowReplay();
  #budget = 0n;
  #committed = 0n;

  get budget(): bigint {
    return this.#budget;
  }

  get committed(): bigint {
    return this.#committed;
  }

  /** @returns Whether it is more than before. */
  setBudget(budget: bigint): boolean {
    const raised = budget > this.#budget;
    this.#budget = budget;
    return raised;
  }

  /** @returns Whether it is more than before. */
  setThreshold(perDay: bigint, now: number): boolean {
    const raised = perDay > this.#threshold.readAt(now).capacity;
    this.#threshold.configure(perDay, THRESHOLD_WINDOW, now);
    return raised;
  }

  /** Why there is no room for a batch in period or budget; null when there is. Takes nothing. */
  whyNoRoom({ count, total, period }: Taking, caps: ProgramState["caps"]): string | null {
    const { participants, amount } = this.#useOf(period);
    const [rows, sum, committed] = [participants + BigInt(count), amount + total, this.#committed + total];
    return firstOf(
      rows > BigInt(caps.maxParticipants) ? `brings period ${period} to ${rows} of ${caps.maxParticipants} rows` : null,
      sum > caps.maxAmount ? `brings period ${period} to ${sum} of ${caps.maxAmount}` : null,
      committed > this.#budget ? `commits ${committed} of a budget of ${this.#budget}` : null,
    );
  }

  /** Draws from the day's threshold; says what it had, null when that was enough. */
  drawThreshold(total: bigint, now: number): string | null {
    const { available } = this.#threshold.readAt(now);
    return this.#threshold.use(total, now) ? null : `takes ${total} where the day's threshold had ${available}`;
  }

  commit({ count, total, period }: Taking): void {
    const use = this.#useOf(period);
    use.participants += BigInt(count);
    use.amount += total;
    this.#committed += total;
    this.volume.batches += 1n;
    this.volume.rows += BigInt(count);
    this.volume.authorised += total;
  }

  /** Participants come back only from a batch of which nothing was paid. */
  close({ count, total, period }: Taking, settled: bigint, residual: bigint): void {
    const use = this.#useOf(period);
    use.amount -= residual;
    if (settled === 0n) use.participants -= BigInt(count);
    this.#committed -= total - settled;
    this.volume.residual += residual;
  }

  #useOf(period: number): PeriodUse {
    const use = this.#uses.get(period) ?? { participants: 0n, amount: 0n };
    this.#uses.set(period, use);
    return use;
  }
}
