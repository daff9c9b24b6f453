import { writeFileSync } from "node:fs";

import { z } from "zod";

import { rootOf } from "#lib/batch/merkle-stream";
import { fromHex, leafHash, rowDigest, toHex } from "#lib/batch/row";
import { SuiteError } from "#lib/errors/suite-error";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { digestSchema, quantitySchema } from "#lib/files/schemas";

/** One row, laid open: with its salt, and with the way to the root. Nothing in it is about another row. */
export const disclosureSchema = z.strictObject({
  schema: z.literal("sign.batch-row.v1"),
  program: z.string(),
  programId: digestSchema,
  period: z.number().int().positive(),
  root: digestSchema,
  index: z.number().int().nonnegative(),
  amount: quantitySchema,
  salt: digestSchema,
  pseudonym: digestSchema,
  identityProof: digestSchema,
  eligibilityProof: digestSchema,
  rowDigest: digestSchema,
  /** Siblings from the leaf up, for `MerkleProof.verify`. */
  proof: z.array(digestSchema).max(64),
});

export type Disclosure = z.output<typeof disclosureSchema>;

/**
 * Proves that a disclosed row is in a batch, from the root alone.
 *
 * @param root What the chain holds for the batch, from a source of one's own: the file's root is only what it claims.
 * @throws SuiteError `unproven/row`, naming what differs.
 */
export function verifyDisclosure(disclosure: Disclosure, root: string): void {
  const { programId, period, salt, pseudonym, identityProof, eligibilityProof } = disclosure;
  const digest = rowDigest(
    { programId: fromHex(programId), period },
    {
      salt: fromHex(salt),
      pseudonym: fromHex(pseudonym),
      identityProof: fromHex(identityProof),
      eligibilityProof: fromHex(eligibilityProof),
    },
  );
  if (toHex(digest) !== disclosure.rowDigest) throw unproven("its fields do not have its digest");
  const leaf = leafHash(disclosure.index, digest, BigInt(disclosure.amount));
  const reached = toHex(rootOf(leaf, disclosure.proof.map(fromHex)));
  if (reached !== root) throw unproven(`its proof leads to ${reached}, and not to ${root}`);
  if (disclosure.root !== root) throw unproven(`it claims to be of the batch ${disclosure.root}`);
}

/** Writes a disclosed row where only its owner can read it. */
export function writeDisclosure(path: string, disclosure: Disclosure): void {
  writeFileSync(path, `${toCanonicalJson(disclosure)}\n`, { mode: 0o600 });
}

function unproven(reason: string): SuiteError {
  return new SuiteError({
    code: "unproven/row",
    message: `The row is not proven: ${reason}.`,
    hint: "Take the root from the chain, and the row from who keeps the batch.",
    details: { reason },
  });
}
