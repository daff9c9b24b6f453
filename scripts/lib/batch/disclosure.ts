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

/** A row whose salt was destroyed: its place and amount can be proven still, and nobody can tell whose it was. */
export const shreddedRowSchema = disclosureSchema
  .omit({ salt: true, pseudonym: true, identityProof: true, eligibilityProof: true })
  .extend({ schema: z.literal("sign.batch-row-shredded.v1") });

export const disclosedRowSchema = z.discriminatedUnion("schema", [disclosureSchema, shreddedRowSchema]);

export type ShreddedRow = z.output<typeof shreddedRowSchema>;
export type DisclosedRow = z.output<typeof disclosedRowSchema>;

/**
 * Proves that a disclosed row is in a batch, from the root alone.
 *
 * @param root What the chain holds for the batch, from a source of one's own: the file's root is only what it claims.
 * @throws SuiteError `unproven/row`, naming what differs.
 */
export function verifyDisclosure(disclosure: Disclosure, root: string): void {
  const reason = whyNotInBatch(disclosure, root);
  if (reason !== null) throw unproven(reason);
}

/** Why a row is not proven to be in the batch with this root; null when it is. */
export function whyNotInBatch(row: DisclosedRow, root: string): string | null {
  if (row.schema === "sign.batch-row.v1" && digestOf(row) !== row.rowDigest) {
    return "its fields do not have its digest";
  }
  const leaf = leafHash(row.index, fromHex(row.rowDigest), BigInt(row.amount));
  const reached = toHex(rootOf(leaf, row.proof.map(fromHex)));
  if (reached !== root) return `its proof leads to ${reached}, and not to ${root}`;
  return row.root === root ? null : `it claims to be of the batch ${row.root}`;
}

function digestOf({ programId, period, salt, pseudonym, identityProof, eligibilityProof }: Disclosure): string {
  const secret = {
    salt: fromHex(salt),
    pseudonym: fromHex(pseudonym),
    identityProof: fromHex(identityProof),
    eligibilityProof: fromHex(eligibilityProof),
  };
  return toHex(rowDigest({ programId: fromHex(programId), period }, secret));
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
