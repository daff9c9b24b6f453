import type { Direction } from "#lib/bridge/gateway-words";

/** `Parameter` of `contracts/bridge/interfaces/IBridgeParameters.sol`, in its order. */
export const parameters = [
  "OutCapacity",
  "InCapacity",
  "OutWindow",
  "InWindow",
  "ConversionMaximum",
  "ReserveMaxAge",
  "FailureMaximum",
] as const;

/** `ParameterAct` there. */
export const parameterActs = ["Established", "Tightened", "Loosened", "ReturnedToBaseline", "Retracted"] as const;

export type Parameter = (typeof parameters)[number];
export type ParameterAct = (typeof parameterActs)[number];

const HOUR = 3_600n;
const DAY = 24n * HOUR;
const MAX_AMOUNT = 10n ** 36n;
const STEP_DIVISOR = 4n;

/** Seconds between two loosenings of one pace. */
export const SPACING = Number(14n * DAY);

interface Bounds {
  readonly floor: bigint;
  readonly ceiling: bigint;
  readonly looserIsHigher: boolean;
}

/** The table of `ParameterBounds.sol`; amounts in the token's smallest unit, ages and windows in seconds. */
export const bounds: Readonly<Record<Parameter, Bounds>> = {
  OutCapacity: { floor: 0n, ceiling: MAX_AMOUNT, looserIsHigher: true },
  InCapacity: { floor: 0n, ceiling: MAX_AMOUNT, looserIsHigher: true },
  OutWindow: { floor: HOUR, ceiling: 90n * DAY, looserIsHigher: false },
  InWindow: { floor: HOUR, ceiling: 90n * DAY, looserIsHigher: false },
  ConversionMaximum: { floor: 0n, ceiling: MAX_AMOUNT, looserIsHigher: true },
  ReserveMaxAge: { floor: 0n, ceiling: 7n * DAY, looserIsHigher: true },
  FailureMaximum: { floor: 0n, ceiling: 2_000n, looserIsHigher: true },
};

/** The flow that a parameter is one half of. */
export interface FlowHalf {
  readonly direction: Direction;
  readonly capacity: Parameter;
  readonly window: Parameter;
}

/** @returns Null for a parameter of no flow: those exist for the whole rail pair only. */
export function flowOf(parameter: Parameter): FlowHalf | null {
  if (parameter === "OutCapacity" || parameter === "OutWindow") {
    return { direction: "Out", capacity: "OutCapacity", window: "OutWindow" };
  }
  if (parameter === "InCapacity" || parameter === "InWindow") {
    return { direction: "In", capacity: "InCapacity", window: "InWindow" };
  }
  return null;
}

/** Under which parameter the spacing of loosenings is kept: capacity and window of a flow share one. */
export function paceOf(parameter: Parameter): Parameter {
  return flowOf(parameter)?.capacity ?? parameter;
}

/** Whether `a` lets more through than `b`. */
export function isLooser(parameter: Parameter, a: bigint, b: bigint): boolean {
  return bounds[parameter].looserIsHigher ? a > b : a < b;
}

/** The loosest value that one step from `value` reaches. */
export function stepFrom(parameter: Parameter, value: bigint): bigint {
  const { floor, ceiling, looserIsHigher } = bounds[parameter];
  const step = value < STEP_DIVISOR ? 1n : value / STEP_DIVISOR;
  const limit = looserIsHigher ? value + step : value - step;
  if (limit > ceiling) return ceiling;
  return limit < floor ? floor : limit;
}

export function isWithin(parameter: Parameter, value: bigint): boolean {
  const { floor, ceiling } = bounds[parameter];
  return value >= floor && value <= ceiling;
}
