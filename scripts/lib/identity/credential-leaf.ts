import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile } from "#lib/files/json-file";
import { digestSchema } from "#lib/files/schemas";

/**
 * A credential of a batch with the way from its leaf to the root, as its issuer hands it out. Leaf and tree are those of
 * OpenZeppelin's `StandardMerkleTree.of(rows, ["bytes32", "uint40"])`.
 */
const leafSchema = z.strictObject({
  schema: z.literal("sign.credential-leaf.v1"),
  root: digestSchema,
  credentialDigest: digestSchema,
  /** Unix seconds. */
  expiresAt: z
    .number()
    .int()
    .nonnegative()
    .max(2 ** 40 - 1),
  proof: z.array(digestSchema).max(64),
});

export type CredentialLeaf = z.output<typeof leafSchema>;

/**
 * Reads a leaf and refuses one of another credential; undefined when no file is named.
 *
 * @throws SuiteError `input/leaf`, those of `readJsonFile`.
 */
export function readLeaf(path: string, credentialDigest: string): CredentialLeaf | undefined {
  if (path === "") return undefined;
  const leaf = readJsonFile(path, leafSchema);
  if (leaf.credentialDigest === credentialDigest) return leaf;
  throw new SuiteError({
    code: "input/leaf",
    message: `${path} is the leaf of ${leaf.credentialDigest}, not of ${credentialDigest}.`,
    hint: "Name the file that the issuer made for this credential, or leave --leaf out for one that was issued singly.",
    details: { path, credentialDigest, leaf: leaf.credentialDigest },
  });
}
