import { z } from "zod";

import { checksummed, count, deed, digest } from "#lib/evidence/format-values";
import { custodies } from "#lib/keys/key";
import { keyCategories } from "#lib/keys/key-id";

/** One line of `data/key-rotations.ndjson`: a key from its registration to its end. */
export const keySchema = z.strictObject({
  keyId: digest,
  category: z.enum(keyCategories),
  holder: checksummed,
  /** Legal entity of the holder; zero for a council's Safe that is bound to none. */
  entity: count,
  custody: z.enum(custodies),
  custodyDigest: digest,
  /** Seconds. */
  rotationPeriod: count,
  dueAt: count,
  /** As recorded; that it is due or overdue follows from the clock. */
  status: z.enum(["Current", "Compromised", "Rotated", "Retired"]),
  /** The key that replaced it; null for none. */
  successor: digest.nullable(),
  /** The key that it replaced; null for none. */
  predecessor: digest.nullable(),
  steps: z.array(
    z.strictObject({
      step: z.enum(["registered", "compromised", "drilled", "rotated", "retired"]),
      /** Of the evidence or the reason; null for a registration. */
      digest: digest.nullable(),
      ...deed,
    }),
  ),
});

export type KeyLine = z.output<typeof keySchema>;
