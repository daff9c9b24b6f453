import { z } from "zod";

import { directions, failureReasons } from "#lib/bridge/gateway-words";
import { act, checksummed, count, decimal, digest } from "#lib/evidence/format-values";

/** One line of `data/settlements.ndjson`: a conversion, with its "settlement references (tx hashes / commit IDs)". */
export const settlementSchema = z.strictObject({
  id: digest,
  /** Seen from the public rail. */
  direction: z.enum(directions),
  counterparty: checksummed,
  /** Of the rail that it comes from. */
  nonce: decimal,
  /** In the token's smallest unit. */
  amount: decimal,
  status: z.enum(["Requested", "Settled", "Failed", "Refunded"]),
  /** What the private rail settled (`Out`) or committed (`In`), by the word of two entities; null while nothing. */
  settlementReference: digest.nullable(),
  /** By which the private rail gave back what failed on its way in; null for nothing. */
  returnReference: digest.nullable(),
  /** Under which it was judged; null while it was not. */
  parametersVersion: decimal.nullable(),
  steps: z.array(
    z.strictObject({
      step: z.enum(["requested", "admitted", "settled", "failed", "refunded"]),
      /** Of a failure; null for other steps. */
      reason: z.enum(failureReasons).nullable(),
      /** Of the evidence for a failure; null for other steps. */
      digest: digest.nullable(),
      ...act,
    }),
  ),
  /** Who said what of it, in order; the statement is hashed with the function by which it was made. */
  attestations: z.array(
    z.strictObject({ operator: checksummed, entity: count, statement: digest, complete: z.boolean(), ...act }),
  ),
});

export type SettlementLine = z.output<typeof settlementSchema>;
