import { z } from "zod";

import { act, checksummed, count, digest, written } from "#lib/evidence/format-values";

/** One line of `data/entities.ndjson`: a legal entity, the accounts that act for it, and the people that it seats. */
export const entitySchema = z.strictObject({
  entity: count,
  /** As it was registered: somebody's word, like any name. */
  name: written,
  /** Of the document that says which legal body it is. */
  legalDigest: digest,
  ...act,
  accounts: z.array(z.strictObject({ account: checksummed, ...act })),
  seats: z.array(
    z.strictObject({
      safe: checksummed,
      owner: checksummed,
      constituency: count,
      ...act,
      /** Null while somebody sits there. */
      vacated: z.strictObject(act).nullable(),
    }),
  ),
});

export type EntityLine = z.output<typeof entitySchema>;
