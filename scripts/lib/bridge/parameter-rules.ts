import type { Direction } from "#lib/bridge/gateway-words";
import { type BridgeParameter, PARAMETER_BOUNDS } from "#lib/bridge/parameters";

const STEP_DIVISOR = 4n;

/** Seconds between two loosenings of one pace. */
export const SPACING = 14 * 86_400;

/** The flow that a parameter is one half of. */
export interface FlowHalf {
  readonly direction: Direction;
  readonly capacity: BridgeParameter;
  readonly window: BridgeParameter;
}

/** @returns Null for a parameter of no flow: those exist for the whole rail pair only. */
export function flowOf(parameter: BridgeParameter): FlowHalf | null {
  if (parameter === "OutCapacity" || parameter === "OutWindow") {
    return { direction: "Out", capacity: "OutCapacity", window: "OutWindow" };
  }
  if (parameter === "InCapacity" || parameter === "InWindow") {
    return { direction: "In", capacity: "InCapacity", window: "InWindow" };
  }
  return null;
}

/** Under which parameter the spacing of loosenings is kept: capacity and window of a flow share one. */
export function paceOf(parameter: BridgeParameter): BridgeParameter {
  return flowOf(parameter)?.capacity ?? parameter;
}

/** Whether `a` lets more through than `b`. */
export function isLooser(parameter: BridgeParameter, a: bigint, b: bigint): boolean {
  return looserIsHigher(parameter) ? a > b : a < b;
}

export function tighterOf(parameter: BridgeParameter, a: bigint, b: bigint): bigint {
  return isLooser(parameter, a, b) ? b : a;
}

/** The loosest value that one step from `value` reaches. */
export function stepFrom(parameter: BridgeParameter, value: bigint): bigint {
  const { floor, ceiling } = PARAMETER_BOUNDS[parameter];
  const step = value < STEP_DIVISOR ? 1n : value / STEP_DIVISOR;
  const limit = looserIsHigher(parameter) ? value + step : value - step;
  if (limit > ceiling) return ceiling;
  return limit < floor ? floor : limit;
}

export function isWithin(parameter: BridgeParameter, value: bigint): boolean {
  const { floor, ceiling } = PARAMETER_BOUNDS[parameter];
  return value >= floor && value <= ceiling;
}

/** A window is looser the shorter it is; everything else the larger. */
function looserIsHigher(parameter: BridgeParameter): boolean {
  return parameter !== "OutWindow" && parameter !== "InWindow";
}
