import { getAddress, ZeroAddress, type Log } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { BRIDGE_PARAMETERS, parameterSubject } from "#lib/bridge/parameters";

/** A limit as the chain has it. */
export interface LimitState {
  readonly value: bigint;
  /** The loosest value that stands approved. */
  readonly baseline: bigint;
}

/** The settings of the BridgeParameters, as their events have them. */
export interface BridgeSettings {
  /** Address of the gateway; undefined before it is linked. */
  gateway: string | undefined;
  /** Limit by subject. */
  readonly limits: Map<string, LimitState>;
}

/** Recomputes the settings from every event of the parameters, in order. */
export function replayBridge(logs: readonly Log[]): BridgeSettings {
  const settings: BridgeSettings = { gateway: undefined, limits: new Map() };
  const events = suiteInterface("BridgeParameters");
  for (const log of logs) {
    const parsed = events.parseLog(log);
    if (parsed?.name === "GatewayLinked") settings.gateway = getAddress(parsed.args.getValue("gateway") as string);
    if (parsed?.name !== "ParameterSet") continue;
    const value = (name: string): unknown => parsed.args.getValue(name) as unknown;
    const parameter = BRIDGE_PARAMETERS[Number(value("parameter"))];
    if (parameter === undefined) continue;
    const counterparty = getAddress(value("counterparty") as string);
    settings.limits.set(parameterSubject(parameter, counterparty === ZeroAddress ? undefined : counterparty), {
      value: value("value") as bigint,
      baseline: value("baseline") as bigint,
    });
  }
  return settings;
}
