import { ZeroHash, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { showDuration } from "#lib/input/show-duration";
import { custodies } from "#lib/keys/key";

/** Says in words what the data of a call to the KeyRegistry does as the Sovereign Authority. Undefined for any other call. */
export function describeKeyAct(data: string): string | undefined {
  const abi = suiteInterface("KeyRegistry");
  const parsed = abi.parseTransaction({ data });
  // Bytes that the function does not read would be signed and not shown.
  if (parsed === null || abi.encodeFunctionData(parsed.fragment, parsed.args) !== data.toLowerCase()) return undefined;
  const { name, args } = parsed;
  const field = (field: string): string => String(args[field]);
  switch (name) {
    case "registerGovernanceKey":
      return `register the governance key ${field("keyId")} ${describeTerms(args)}`;
    case "rotateGovernanceKey":
      return `replace the governance key ${field("keyId")} by ${field("successor")} ${describeTerms(args)}, evidence ${field("evidenceDigest")}`;
    case "retireGovernanceKey":
      return `retire the governance key ${field("keyId")}, reason ${field("reasonDigest")}`;
    default:
      return undefined;
  }
}

function describeTerms(args: Result): string {
  const terms = args["terms"] as Result;
  const custody = custodies[Number(terms["custody"])] ?? "?";
  const document = terms["custodyDigest"] === ZeroHash ? "" : `, document ${String(terms["custodyDigest"])}`;
  const period = showDuration(Number(terms["rotationPeriod"]));
  return `of ${String(terms["holder"])}, kept by ${custody}${document}, to be replaced every ${period}`;
}
