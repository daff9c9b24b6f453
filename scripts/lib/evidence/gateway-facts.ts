import { AbiCoder, dataSlice, keccak256 } from "ethers";

import type { Direction } from "#lib/bridge/gateway-words";
import { type ProvenState, wordOf } from "#lib/evidence/account-state";
import { gatewaySlots } from "#lib/evidence/gateway-slots";
import { named } from "#lib/evidence/event-values";
import { custodies, type Custody } from "#lib/evidence/rail-replay";

/** What a gateway is tied to. */
export interface GatewayFacts {
  readonly gateway: string;
  readonly systemId: string;
  readonly custody: Custody;
  readonly publicRail: string;
  readonly privateRail: string;
}

/** @throws ClaimError when the bundle does not prove it. */
export function gatewayFacts(state: ProvenState, gateway: string): GatewayFacts {
  const word = (name: keyof typeof gatewaySlots): string => wordOf(state, gateway, gatewaySlots[name]);
  return {
    gateway,
    systemId: word("systemId"),
    custody: named(custodies, Number(dataSlice(word("keep"), 11, 12))),
    publicRail: word("publicRail"),
    privateRail: word("privateRail"),
  };
}

/** H(source rail, destination rail, source nonce). */
export function conversionId({ publicRail, privateRail }: GatewayFacts, direction: Direction, nonce: bigint): string {
  const rails = direction === "Out" ? [publicRail, privateRail] : [privateRail, publicRail];
  return keccak256(AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32", "uint64"], [...rails, nonce]));
}
