/** Parameters of a bridge, in the order of `contracts/bridge/interfaces/IBridgeParameters.sol`; spelled as there. */
export const BRIDGE_PARAMETERS = [
  "OutCapacity",
  "InCapacity",
  "OutWindow",
  "InWindow",
  "ConversionMaximum",
  "ReserveMaxAge",
  "FailureMaximum",
] as const;

export type BridgeParameter = (typeof BRIDGE_PARAMETERS)[number];

/** What a value may be, as the contract has it. A test compares the two. */
export const PARAMETER_BOUNDS: Readonly<Record<BridgeParameter, { readonly floor: bigint; readonly ceiling: bigint }>> =
  {
    OutCapacity: { floor: 0n, ceiling: 10n ** 36n },
    InCapacity: { floor: 0n, ceiling: 10n ** 36n },
    OutWindow: { floor: 3_600n, ceiling: 90n * 86_400n },
    InWindow: { floor: 3_600n, ceiling: 90n * 86_400n },
    ConversionMaximum: { floor: 0n, ceiling: 10n ** 36n },
    ReserveMaxAge: { floor: 0n, ceiling: 7n * 86_400n },
    FailureMaximum: { floor: 0n, ceiling: 2_000n },
  };

/** A parameter of the whole rail pair, or of one counterparty. */
export function parameterSubject(parameter: BridgeParameter, counterparty: string | undefined): string {
  return counterparty === undefined ? `bridge ${parameter}` : `bridge ${parameter} of ${counterparty}`;
}
