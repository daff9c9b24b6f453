import { flowOf, isLooser, isWithin, paceOf, SPACING, stepFrom } from "#lib/bridge/parameter-rules";
import type { ParameterAct } from "#lib/bridge/parameter-values";
import type { BridgeParameter } from "#lib/bridge/parameters";

/** What a `ParameterSet` says. */
export interface ParameterMove {
  readonly parameter: BridgeParameter;
  readonly counterparty: string;
  readonly act: ParameterAct;
  readonly value: bigint;
  readonly previous: bigint;
  readonly baseline: bigint;
  readonly parameterVersion: bigint;
  readonly version: bigint;
}

interface Entry {
  readonly value: bigint;
  readonly baseline: bigint;
  /** Before the last move. */
  readonly formerBaseline: bigint;
  readonly version: bigint;
}

/** The values of a bridge's parameters, moved as `ParameterBook.sol` moves them. */
export class ParameterReplay {
  readonly #entries = new Map<string, Entry>();
  readonly #loosenedAt = new Map<string, number>();
  #version = 0n;

  /** Undefined for a parameter that was never established, which denies. */
  valueOf(parameter: BridgeParameter, counterparty: string): bigint | undefined {
    return this.#entries.get(key(parameter, counterparty))?.value;
  }

  /** The baseline before the last move of the parameter. */
  formerBaselineOf(parameter: BridgeParameter, counterparty: string): bigint | undefined {
    return this.#entries.get(key(parameter, counterparty))?.formerBaseline;
  }

  /** Takes note of a move; says what is wrong with it, null for nothing. */
  apply(move: ParameterMove, now: number): string | null {
    const { parameter, counterparty, act, value, baseline, version } = move;
    const before = this.#entries.get(key(parameter, counterparty));
    const wrong = this.#numbering(move, before) ?? subject(move) ?? this.#step(move, before, now);
    this.#version = version;
    const formerBaseline = before?.baseline ?? baseline;
    this.#entries.set(key(parameter, counterparty), {
      value,
      baseline,
      formerBaseline,
      version: move.parameterVersion,
    });
    if (act === "Established" || act === "Loosened") this.#loosenedAt.set(key(paceOf(parameter), counterparty), now);
    return wrong;
  }

  #numbering(move: ParameterMove, before: Entry | undefined): string | null {
    const next = (before?.version ?? 0n) + 1n;
    if (move.version !== this.#version + 1n) return `is version ${move.version}, after ${this.#version}`;
    if (move.parameterVersion !== next)
      return `is version ${move.parameterVersion} of its parameter instead of ${next}`;
    const previous = before?.value ?? 0n;
    return move.previous === previous ? null : `says that the value was ${move.previous}, it was ${previous}`;
  }

  #establish({ parameter, counterparty, value, baseline }: ParameterMove, before: Entry | undefined): string | null {
    if (before !== undefined) return "was established before";
    const flow = flowOf(parameter);
    const needsWindow = flow !== null && flow.window !== parameter;
    if (needsWindow && this.valueOf(flow.window, counterparty) === undefined) return "is a capacity without a window";
    return baseline === value ? null : `begins with ${baseline} as its baseline`;
  }

  #step(move: ParameterMove, before: Entry | undefined, now: number): string | null {
    const { parameter, counterparty, act, value, baseline } = move;
    if (act === "Established") return this.#establish(move, before);
    if (before === undefined) return "was never established";
    const looser = (a: bigint, b: bigint): boolean => isLooser(parameter, a, b);
    switch (act) {
      case "Tightened":
        if (!looser(before.value, value)) return `does not tighten ${before.value}`;
        return sameBaseline(baseline, before.baseline);
      case "Loosened": {
        if (!looser(value, before.value)) return `does not loosen ${before.value}`;
        const limit = stepFrom(parameter, before.value);
        if (looser(value, limit)) return `goes from ${before.value} to ${value}, one step leads to ${limit}`;
        const last = this.#loosenedAt.get(key(paceOf(parameter), counterparty)) ?? 0;
        if (now < last + SPACING) return `follows a loosening of ${last} before 14 days are over`;
        return sameBaseline(baseline, looser(value, before.baseline) ? value : before.baseline);
      }
      case "ReturnedToBaseline":
        if (value !== before.baseline || before.value === before.baseline)
          return `does not return to ${before.baseline}`;
        return sameBaseline(baseline, before.baseline);
      case "Retracted":
        if (looser(value, before.value)) return `retracts ${before.value} to something looser`;
        if (looser(baseline, before.baseline)) return `retracts the baseline ${before.baseline} to something looser`;
        return looser(value, baseline) ? `is looser than its baseline ${baseline}` : null;
    }
  }
}

function subject({ parameter, counterparty, value, baseline }: ParameterMove): string | null {
  if (flowOf(parameter) === null && BigInt(counterparty) !== 0n) return "is of no counterparty";
  return isWithin(parameter, value) && isWithin(parameter, baseline) ? null : `${value} is out of bounds`;
}

function sameBaseline(baseline: bigint, expected: bigint): string | null {
  return baseline === expected ? null : `makes ${baseline} the baseline instead of ${expected}`;
}

function key(parameter: BridgeParameter, counterparty: string): string {
  return `${parameter}|${counterparty}`;
}
