import type { BridgeParameter } from "#lib/bridge/parameters";
import type { BridgeConfig } from "#lib/deployment/bridge-schema";

/** One value that a bridge begins with; of the whole rail pair without a counterparty. */
export interface BridgeLimit {
  readonly parameter: BridgeParameter;
  readonly counterparty: string | undefined;
  readonly value: bigint;
}

/** All limits of a country's file, in an order in which they can be established: a flow's window before its capacity. */
export function bridgeLimits(bridge: BridgeConfig): BridgeLimit[] {
  const whole = (parameter: BridgeParameter, value: bigint): BridgeLimit => ({
    parameter,
    counterparty: undefined,
    value,
  });
  return [
    ...flowLimits(bridge, undefined),
    whole("ConversionMaximum", BigInt(bridge.conversionMaximum)),
    whole("ReserveMaxAge", BigInt(bridge.reserveMaxAge)),
    whole("FailureMaximum", BigInt(bridge.failureMaximum)),
    ...bridge.counterparties.flatMap((counterparty) => flowLimits(counterparty, counterparty.account)),
  ];
}

function flowLimits(flows: Pick<BridgeConfig, "out" | "in">, counterparty: string | undefined): BridgeLimit[] {
  return [
    { parameter: "OutWindow", counterparty, value: BigInt(flows.out.window) },
    { parameter: "OutCapacity", counterparty, value: BigInt(flows.out.capacity) },
    { parameter: "InWindow", counterparty, value: BigInt(flows.in.window) },
    { parameter: "InCapacity", counterparty, value: BigInt(flows.in.capacity) },
  ];
}
