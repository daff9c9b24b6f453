import { z } from "zod";

import { parameterActs } from "#lib/bridge/parameter-values";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { checksummed, count, decimal, digest, placedDeed } from "#lib/evidence/format-values";

/** One line of `data/parameters.ndjson`: a limit of the bridge was set. The last of a parameter counts. */
export const parameterSchema = z.strictObject({
  parameter: z.enum(BRIDGE_PARAMETERS),
  /** Null for the whole rail pair. */
  counterparty: checksummed.nullable(),
  act: z.enum(parameterActs),
  /** In the parameter's unit: smallest units of the token, seconds, basis points. */
  value: decimal,
  previous: decimal,
  /** The value that was last approved as a whole. */
  baseline: decimal,
  /** Of this parameter, and of all parameters together. */
  parameterVersion: count,
  version: count,
  /** The change in progress; of a tightening the digest of its reason. */
  cause: digest,
  ...placedDeed,
});

export type ParameterLine = z.output<typeof parameterSchema>;
