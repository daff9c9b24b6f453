import { z } from "zod";

import type { Approval } from "#lib/evidence/format";
import { checksummed, count, digest } from "#lib/evidence/format-values";

/** A transaction of a council's Safe, as a story tells of it: by whom it was signed, and for whom they sit. */
export const storySignatureSchema = z.strictObject({
  safeTxHash: digest,
  council: z.string(),
  nonce: count,
  time: count,
  signers: z.array(z.strictObject({ signer: checksummed, entity: count.nullable(), constituency: count.nullable() })),
});

export type StorySignature = z.output<typeof storySignatureSchema>;

/** The transactions behind acts, in the order of their execution. */
export function signaturesOf(safeTxHashes: Iterable<string | null>, approvals: readonly Approval[]): StorySignature[] {
  const signed = new Set(safeTxHashes);
  return approvals.filter(({ safeTxHash }) => signed.has(safeTxHash)).map(signatureOf);
}

function signatureOf({ safeTxHash, council, nonce, timestamp, records }: Approval): StorySignature {
  const signers = records.map(({ signer, seat }) => ({
    signer,
    entity: seat?.entity ?? null,
    constituency: seat?.constituency ?? null,
  }));
  return { safeTxHash, council, nonce, time: timestamp, signers };
}
