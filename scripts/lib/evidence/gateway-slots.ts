import { toBeHex } from "ethers";

/** `erc7201:sign.storage.BridgeGateway`. */
const GATEWAY_STORAGE = 0xb9af51ae42bdddaaab40566ebdaffa8207eb33bc50ca4384b0e7f60ba105e200n;

/** Slots of what the gateway was tied to when it was made, which no event says and nothing changes. */
export const gatewaySlots = {
  systemId: slot(0n),
  /** Token, and above it how it is kept. */
  keep: slot(1n),
  publicRail: slot(9n),
  privateRail: slot(10n),
} as const;

function slot(offset: bigint): string {
  return toBeHex(GATEWAY_STORAGE + offset, 32);
}
