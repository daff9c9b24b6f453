import { type DisclosedRow, disclosedRowSchema } from "#lib/batch/disclosure";
import { type DisclosureDescription, disclosurePaths } from "#lib/disclosure/disclosure-format";
import { decryptBytes } from "#lib/encryption/age";
import type { Identity } from "#lib/encryption/identity";
import { SuiteError } from "#lib/errors/suite-error";
import type { BundleSource } from "#lib/evidence/bag";
import { decodeUtf8, parseNdjson } from "#lib/evidence/canonical-json";
import { fileOf } from "#lib/evidence/chain-data";
import { ClaimError } from "#lib/evidence/report";

/**
 * The rows of a disclosure, as they lie open or as the auditor's key opens them.
 *
 * @throws ClaimError UNPROVEN when they are encrypted to others.
 */
export async function readRows(
  files: BundleSource,
  { encryptedTo }: DisclosureDescription,
  identity: Identity | undefined,
): Promise<DisclosedRow[]> {
  const path = encryptedTo === null ? disclosurePaths.rows : disclosurePaths.encryptedRows;
  const bytes = fileOf(files, path);
  const text = encryptedTo === null ? bytes : await decrypt(bytes, path, identity);
  return parseNdjson(decodeUtf8(text, path), disclosedRowSchema, path);
}

async function decrypt(bytes: Uint8Array, path: string, identity: Identity | undefined): Promise<Uint8Array> {
  if (identity === undefined) throw new ClaimError(`${path} is encrypted, and no identity was given`, {}, "UNPROVEN");
  try {
    return await decryptBytes(bytes, identity, path);
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    const verdict = error.code === "refused/not-a-recipient" ? "UNPROVEN" : "FAILED";
    throw new ClaimError(error.message, {}, verdict);
  }
}
