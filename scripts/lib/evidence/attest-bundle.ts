import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import type { Signer } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import {
  attestationPath,
  attestedFile,
  envelopeOf,
  preAuthenticationEncoding,
  statementOf,
} from "#lib/evidence/attestation";
import { openBag, sha256 } from "#lib/evidence/bag";
import { decodeUtf8, parseCanonicalJson } from "#lib/evidence/canonical-json";
import { bundlePaths, exportSchema } from "#lib/evidence/format";
import { ClaimError } from "#lib/evidence/report";

/** What was signed, by whom, and where it lies. */
export interface Attestation {
  readonly file: string;
  readonly signer: string;
  /** SHA-256 of the manifest of manifests. */
  readonly manifestSha256: string;
}

/**
 * Adds the exporter's statement to a bundle: a signature over the digest of its manifest of manifests, outside both
 * manifests. Every file is read and held against its digest first, so that nobody signs what is damaged. Keys that sign by
 * RFC 6979 give the same bytes each time.
 *
 * @throws SuiteError `input/bundle`, `conflict/attested`.
 */
export async function attestBundle(bundle: string, signer: Signer): Promise<Attestation> {
  const file = join(bundle, attestationPath);
  if (existsSync(file)) {
    throw new SuiteError({
      code: "conflict/attested",
      message: `${bundle} holds a statement already.`,
      hint: "A bundle has one exporter; attest a copy of its own instead.",
    });
  }
  const { payload, chainId, manifestSha256 } = readStatement(bundle);
  const account = await signer.getAddress();
  const signature = await signer.signMessage(preAuthenticationEncoding(payload));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, envelopeOf(payload, chainId, account, signature));
  renameSync(`${file}.partial`, file);
  return { file, signer: account, manifestSha256 };
}

function readStatement(bundle: string): { payload: Uint8Array; chainId: number; manifestSha256: string } {
  try {
    const files = openBag(bundle);
    const text = decodeUtf8(files.get(bundlePaths.description) ?? new Uint8Array(), bundlePaths.description);
    const description = parseCanonicalJson(text, exportSchema, bundlePaths.description);
    const manifestSha256 = sha256(files.get(attestedFile) ?? new Uint8Array());
    return { payload: statementOf(manifestSha256, description), chainId: description.chainId, manifestSha256 };
  } catch (cause) {
    if (!(cause instanceof ClaimError)) throw cause;
    throw new SuiteError({
      code: "input/bundle",
      message: `${bundle} is no whole bundle: ${cause.message}.`,
      hint: "Name the folder that evidence export wrote, as it wrote it.",
      cause,
    });
  }
}
