import { ZeroAddress } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { showValue } from "#lib/bridge/parameter-values";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import type { ParameterName } from "#lib/bridge/read-parameters";
import { nameParameter } from "#lib/bridge/render-status";
import type { Token } from "#lib/bridge/token";

/** A tightening, decoded from its bytes and from nothing else. */
export interface DecodedTightening extends ParameterName {
  readonly value: bigint;
  readonly reasonDigest: string;
}

/** What the data of a call to the BridgeParameters tightens. Undefined for any other call. */
export function decodeTightening(data: string): DecodedTightening | undefined {
  const abi = suiteInterface("BridgeParameters");
  const parsed = abi.parseTransaction({ data });
  // Bytes that the function does not read would be signed and not shown.
  if (parsed?.name !== "tighten") return undefined;
  if (abi.encodeFunctionData(parsed.fragment, parsed.args) !== data.toLowerCase()) return undefined;
  const { args } = parsed;
  const parameter = BRIDGE_PARAMETERS[Number(args["parameter"])];
  if (parameter === undefined) return undefined;
  const counterparty = String(args["counterparty"]);
  return {
    parameter,
    counterparty: counterparty === ZeroAddress ? null : counterparty,
    value: args["value"] as bigint,
    reasonDigest: String(args["reasonDigest"]),
  };
}

/** In words, in the token's own units. */
export function describeTightening(tightening: DecodedTightening, token: Token): string {
  const value = showValue(tightening.parameter, tightening.value, token);
  return `tighten ${nameParameter(tightening)} to ${value}, reason ${tightening.reasonDigest}`;
}
