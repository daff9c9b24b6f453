import { type Contract, ZeroAddress } from "ethers";

import { directions, type Direction } from "#lib/bridge/gateway-words";
import { parametersAt } from "#lib/bridge/read-parameters";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { fieldsOf, gatewayAt, type GatewayView } from "#lib/bridge/read-gateway";
import { readToken, type Token } from "#lib/bridge/token";
import type { StateSource } from "#lib/monitor/state-source";

/** Both rails' books and limits. Amounts in the smallest unit, times in Unix seconds. */
export interface BridgeState {
  readonly token: Token;
  readonly position: Readonly<Record<"locked" | "pending" | "owed" | "released" | "admitted", bigint>>;
  /** Null while monitoring has not told of the private rail. */
  readonly reserve: { readonly observedAt: number; readonly issued: bigint; readonly redeemed: bigint } | null;
  readonly reserveMaxAge: number;
  readonly conservationHolds: boolean;
  /** Of today and yesterday; shares of one. */
  readonly recentFailures: { readonly ratio: number; readonly maximum: number };
  readonly limits: readonly {
    readonly direction: Direction;
    /** Null for the whole rail pair. */
    readonly counterparty: string | null;
    readonly capacity: bigint;
    readonly available: bigint;
  }[];
}

const BASIS_POINTS = 10_000;

export async function readBridgeState(source: StateSource): Promise<BridgeState> {
  const { provider, record, tally } = source;
  const ask = gatewayAt(provider, record);
  const value = valueOf(parametersAt(provider, record));
  const counterparties = tally.subjects("counterparty").map(({ id }) => id);
  const [token, position, conservationHolds, recent, reserveMaxAge, failureMaximum, limits] = await Promise.all([
    readToken(provider, record),
    ask("positionOf").then(fieldsOf),
    ask("conservationHolds"),
    ask("recentFailures").then(fieldsOf),
    value("ReserveMaxAge"),
    value("FailureMaximum"),
    Promise.all(counterparties.flatMap((account) => directions.map((direction) => readLimit(ask, direction, account)))),
  ]);
  const amount = (name: string): bigint => position[name] as bigint;
  const reserve = fieldsOf(position["reserve"]) as Readonly<Record<"issued" | "redeemed" | "observedAt", bigint>>;
  return {
    token,
    position: {
      locked: amount("locked"),
      pending: amount("pending"),
      owed: amount("owed"),
      released: amount("released"),
      admitted: amount("admitted"),
    },
    reserve: reserve.observedAt === 0n ? null : { ...reserve, observedAt: Number(reserve.observedAt) },
    reserveMaxAge,
    conservationHolds: conservationHolds === true,
    recentFailures: {
      ratio: Number(recent["basisPoints"]) / BASIS_POINTS,
      maximum: failureMaximum / BASIS_POINTS,
    },
    limits,
  };
}

/** A parameter of the whole rail pair; zero, which denies, for one that was never set. */
function valueOf(parameters: Contract): (name: (typeof BRIDGE_PARAMETERS)[number]) => Promise<number> {
  return async (name) => {
    const state: unknown = await parameters
      .getFunction("stateOf")
      .staticCall(BRIDGE_PARAMETERS.indexOf(name), ZeroAddress);
    return Number(fieldsOf(state)["value"]);
  };
}

async function readLimit(
  ask: GatewayView,
  direction: Direction,
  account: string,
): Promise<BridgeState["limits"][number]> {
  const flow = fieldsOf(await ask("flowOf", directions.indexOf(direction), account));
  return {
    direction,
    counterparty: account === ZeroAddress ? null : account,
    capacity: flow["capacity"] as bigint,
    available: flow["available"] as bigint,
  };
}
