import type { Direction } from "#lib/bridge/gateway-words";
import type { DescribedEvent } from "#lib/evidence/describe-event";
import { amountArgument, conversionOf, directionOf } from "#lib/evidence/gateway-event";
import { conversionId, type GatewayFacts } from "#lib/evidence/gateway-facts";

/** A conversion as its events left it. */
export interface Conversion {
  readonly direction: Direction;
  readonly counterparty: string;
  readonly amount: bigint;
  status: "Requested" | "Settled" | "Failed" | "Refunded";
  /** When its amount was drawn from the limits, and the version of the parameters by which it was judged. */
  readonly usedAt: number;
  readonly version: bigint;
}

/** The conversions of a gateway: each comes to be once, and every later event is about it as it came to be. */
export class ConversionReplay {
  readonly #byId = new Map<string, Conversion>();
  readonly #facts: GatewayFacts;

  constructor(facts: GatewayFacts) {
    this.#facts = facts;
  }

  find(id: string): Conversion | undefined {
    return this.#byId.get(id);
  }

  /** Takes a conversion in, under the id that its rails and its nonce make; says what is wrong with it. */
  begin(
    event: DescribedEvent,
    { direction, usedAt, version }: Pick<Conversion, "direction" | "usedAt" | "version">,
  ): string | null {
    const { id, counterparty, amount } = conversionOf(event);
    const known = this.#byId.has(id);
    this.#byId.set(id, { direction, counterparty, amount, status: "Requested", usedAt, version });
    if (known) return "came to be before";
    const due = conversionId(this.#facts, direction, amountArgument(event, "nonce"));
    return id === due ? null : `has an id that its nonce does not make: ${due}`;
  }

  /** The event is about a conversion as it came to be, and that stands here. */
  expect(event: DescribedEvent, status: Conversion["status"]): string | null {
    const { id, counterparty, amount } = conversionOf(event);
    const conversion = this.#byId.get(id);
    if (conversion === undefined) return "never came to be";
    const same = conversion.counterparty === counterparty && conversion.amount === amount;
    if (!same || conversion.direction !== directionOf(event)) return "is not the conversion that came to be";
    return conversion.status === status ? null : `was ${conversion.status}, not ${status}`;
  }

  /** Whatever came of it. */
  leave(event: DescribedEvent, status: Conversion["status"]): void {
    const conversion = this.#byId.get(conversionOf(event).id);
    if (conversion !== undefined) conversion.status = status;
  }
}
