import type { ArgumentType } from "@nomicfoundation/ignition-core";
import { ZeroAddress } from "ethers";

import type { BridgeConfig } from "#lib/deployment/bridge-schema";
import type { Contract, Genesis } from "#lib/deployment/genesis-steps";
import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { bridgeLimits } from "#lib/deployment/bridge-limits";
import { REHEARSAL_TOKEN } from "#lib/deployment/bridge-schema";

type BridgeContracts = Record<"BridgeParameters" | "BridgeGateway", Contract>;

export interface BridgeParts {
  readonly registry: Contract;
  readonly guard: Contract;
  readonly controller: Contract;
  readonly incidents: Contract;
  readonly keys: Contract;
}

/** The parameters come first: the gateway obeys them for good. */
export function deployBridge(
  genesis: Genesis,
  artifacts: SuiteArtifacts,
  bridge: BridgeConfig,
  { registry, guard, controller, incidents, keys }: BridgeParts,
): BridgeContracts {
  const parameters = genesis.proxied(
    "BridgeParameters",
    artifacts.BridgeParameters,
    [registry, guard, controller, incidents],
    [],
  );
  const token: ArgumentType =
    bridge.token === REHEARSAL_TOKEN
      ? genesis.contract("RailToken", artifacts.RailToken, ["Rehearsal money", "RHM", 2])
      : bridge.token;
  const gateway = genesis.proxied(
    "BridgeGateway",
    artifacts.BridgeGateway,
    [controller, parameters, registry, keys],
    [bridge.rail, bridge.privateRail, token, CUSTODY[bridge.custody]],
  );
  return { BridgeParameters: parameters, BridgeGateway: gateway };
}

/** Ties the two together and opens the bridge as far as the country's file says. */
export function establishBridge(
  genesis: Genesis,
  bridge: BridgeConfig,
  { BridgeParameters: parameters, BridgeGateway: gateway }: BridgeContracts,
): void {
  genesis.call("GatewayOfParameters", parameters, "linkGateway", [gateway]);
  for (const { parameter, counterparty, value } of bridgeLimits(bridge)) {
    const id = counterparty === undefined ? `Limit_${parameter}` : `Limit_${parameter}_${counterparty}`;
    genesis.call(id, parameters, "establish", [
      BRIDGE_PARAMETERS.indexOf(parameter),
      counterparty ?? ZeroAddress,
      value,
    ]);
  }
}

const CUSTODY: Readonly<Record<BridgeConfig["custody"], number>> = { held: 0, minted: 1 };
