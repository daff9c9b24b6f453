import { zeroPadValue } from "ethers";

import type { Direction } from "#lib/bridge/gateway-words";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { systemId } from "#lib/emergency/system-id";
import { type DescribedEvent, textArgument } from "#lib/evidence/describe-event";
import { named, numberArgument } from "#lib/evidence/event-values";
import { firstOf } from "#lib/evidence/first-of";
import { FlowBook } from "#lib/evidence/flow-book";
import { amountArgument, type ConversionEvent, directionOf } from "#lib/evidence/gateway-event";
import type { GatewayFacts } from "#lib/evidence/gateway-facts";
import type { ModeReplay } from "#lib/evidence/mode-replay";
import type { History } from "#lib/evidence/replay";

/** What lets a conversion pass: the gateway's limits as it was handed them, and the modes of its rail. */
export class AdmissionReplay {
  readonly #facts: GatewayFacts;
  readonly #history: History;
  readonly #modes: ModeReplay;
  readonly #flows = new FlowBook();
  #version = 0n;
  #maximum = 0n;
  #reserveMaxAge = 0n;

  constructor(facts: GatewayFacts, history: History, modes: ModeReplay) {
    this.#facts = facts;
    this.#history = history;
    this.#modes = modes;
  }

  /** Seconds; zero, which is also never set, blocks. */
  get reserveMaxAge(): bigint {
    return this.#reserveMaxAge;
  }

  /** @param event A `FlowConfigured`. */
  takeFlow(event: DescribedEvent, now: number): void {
    const [capacity, window] = [amountArgument(event, "capacity"), numberArgument(event, "window")];
    this.#flows.configure(directionOf(event), textArgument(event, "counterparty"), capacity, window, now);
    this.#version = amountArgument(event, "parametersVersion");
  }

  /** @param event A `ParameterApplied`. */
  takeParameter(event: DescribedEvent): void {
    const parameter = named(BRIDGE_PARAMETERS, numberArgument(event, "parameter"));
    if (parameter === "ConversionMaximum") this.#maximum = amountArgument(event, "value");
    if (parameter === "ReserveMaxAge") this.#reserveMaxAge = amountArgument(event, "value");
    this.#version = amountArgument(event, "parametersVersion");
  }

  /** Why a conversion must not pass: the maximum, a mode, a flow, a stamp of parameters that were not in force. */
  draw(direction: Direction, { counterparty, amount }: ConversionEvent, stamp: bigint, now: number): string | null {
    const operation = direction === "Out" ? "CONVERT_OUT" : "CONVERT_IN";
    const { gateway, systemId: rail } = this.#facts;
    const ofRail = this.#history.incidents.systemOf(gateway) === rail;
    return firstOf(
      amount === 0n ? "moves nothing" : null,
      amount > this.#maximum ? `moves ${amount}, the maximum was ${this.#maximum}` : null,
      ofRail ? null : "was made while the gateway did not belong to its rail",
      this.#modes.whyNot(counterpartySystem(counterparty), operation, now),
      this.#modes.draw(rail, operation, amount, now),
      this.#flows.use(direction, counterparty, amount, now),
      stamp === this.#version ? null : `is stamped with version ${stamp}, in force was ${this.#version}`,
    );
  }

  /** Gives a refund back to both flows; says whether they got what the event says. */
  giveBack(
    event: DescribedEvent,
    { counterparty, amount }: ConversionEvent,
    usedAt: number,
    now: number,
  ): string | null {
    const due = this.#flows.giveBack(counterparty, amount, usedAt, now);
    return unlikeReturned(event, due.rail, due.counterparty);
  }
}

/** What a `ConversionRefunded` says that both flows got back. */
export function unlikeReturned(event: DescribedEvent, rail: bigint, counterparty: bigint): string | null {
  const said = [amountArgument(event, "capacityReturned"), amountArgument(event, "counterpartyCapacityReturned")];
  if (said[0] === rail && said[1] === counterparty) return null;
  return `returns ${said.join(" and ")} of capacity, due were ${rail} and ${counterparty}`;
}

/** A counterparty as a system that can be restricted. */
export function counterpartySystem(counterparty: string): string {
  return systemId({ kind: "counterparty", name: counterparty, key: zeroPadValue(counterparty, 32) });
}
