import { FlowReplay } from "#lib/bridge/flow-replay";
import type { Direction } from "#lib/bridge/gateway-words";
import { ZeroAddress } from "ethers";

/** The flows of a gateway: of the whole pair of rails, and of each counterparty. */
export class FlowBook {
  readonly #flows = new Map<string, FlowReplay>();

  configure(direction: Direction, counterparty: string, capacity: bigint, window: number, now: number): void {
    this.#of(direction, counterparty).configure(capacity, window, now);
  }

  /** Draws from both flows; says which of them it exceeds, null for none. */
  use(direction: Direction, counterparty: string, amount: bigint, now: number): string | null {
    const exceeded = [counterparty, ZeroAddress].filter((owner) => !this.#of(direction, owner).use(amount, now));
    const [owner] = exceeded;
    if (owner === undefined) return null;
    const { available } = this.#of(direction, owner).readAt(now);
    const whose = owner === ZeroAddress ? "the whole rail" : owner;
    return `takes ${amount} where the flow of ${whose} has ${available}`;
  }

  /** Gives a use back to both flows; says what they got. */
  giveBack(
    counterparty: string,
    amount: bigint,
    usedAt: number,
    now: number,
  ): { readonly rail: bigint; readonly counterparty: bigint } {
    return {
      rail: this.#of("Out", ZeroAddress).giveBack(amount, usedAt, now),
      counterparty: this.#of("Out", counterparty).giveBack(amount, usedAt, now),
    };
  }

  #of(direction: Direction, counterparty: string): FlowReplay {
    const key = `${direction}|${counterparty}`;
    const known = this.#flows.get(key) ?? new FlowReplay();
    this.#flows.set(key, known);
    return known;
  }
}
