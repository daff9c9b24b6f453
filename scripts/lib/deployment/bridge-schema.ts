import { z } from "zod";

import { addressSchema, digestSchema, quantitySchema } from "#lib/files/schemas";

/** A token that is deployed with the suite and that anybody mints, on chains of development only. */
export const REHEARSAL_TOKEN = "rehearsal";

/** How much may pass in one direction: a capacity in the token's smallest unit that refills within `window` seconds. */
const flowSchema = z.strictObject({ capacity: quantitySchema, window: z.number().int().positive() });

const flowsSchema = { out: flowSchema, in: flowSchema };

/** The bridge between a token and a private rail, and the limits that it begins with. */
export const bridgeSchema = z.strictObject({
  /** Name of the system of kind `rail` that is restricted when the bridge is. */
  rail: z.string().regex(/^[a-z][a-z0-9-]*$/, "not a name such as retail-rail"),
  /** Id of the ledger at the other end. */
  privateRail: digestSchema.refine((digest) => BigInt(digest) !== 0n, "must not be zero"),
  token: z.union([z.literal(REHEARSAL_TOKEN), addressSchema]),
  /** `held`: the gateway keeps the tokens that leave. `minted`: it is the only one to mint and burn them. */
  custody: z.enum(["held", "minted"]),
  ...flowsSchema,
  /** Of one conversion, in the token's smallest unit. */
  conversionMaximum: quantitySchema,
  /** Seconds after which monitoring's word about the private rail's books is too old. */
  reserveMaxAge: z.number().int().nonnegative(),
  /** Basis points of conversions that may fail before nothing is loosened any more. */
  failureMaximum: z.number().int().nonnegative(),
  counterparties: z.array(z.strictObject({ account: addressSchema, ...flowsSchema })).default([]),
});

export type BridgeConfig = z.output<typeof bridgeSchema>;
