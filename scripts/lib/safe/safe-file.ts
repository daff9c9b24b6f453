import { join, dirname } from "node:path";

import { z } from "zod";

import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { addressSchema, bytesSchema, digestSchema } from "#lib/files/schemas";
import { protocolKitHash } from "#lib/safe/protocol-kit";
import { safeHashes, safeTransactionSchema, type SafeHashes } from "#lib/safe/safe-transaction";

const head = {
  chainId: z.number().int().positive(),
  safe: addressSchema,
  safeTxHash: digestSchema,
};

/** What the owners of a Safe are asked to sign. Nothing in it is trusted: the hash is recomputed whenever it is read. */
export const safeRequestSchema = z.object({
  schema: z.literal("sign.safe-transaction.v1"),
  ...head,
  /** For people; not signed. */
  description: z.string(),
  transaction: safeTransactionSchema,
});

/** One owner's signature, in a file of its own. */
export const safeSignatureSchema = z.object({
  schema: z.literal("sign.safe-signature.v1"),
  ...head,
  signer: addressSchema,
  signature: bytesSchema,
});

/** A transaction with the signatures that `safe execute` sends, sorted by signer. */
export const signedSafeRequestSchema = safeRequestSchema.extend({
  schema: z.literal("sign.safe-signed.v1"),
  signatures: z.array(z.object({ signer: addressSchema, signature: bytesSchema })).min(1),
});

export type SafeRequest = z.output<typeof safeRequestSchema>;
export type SafeSignatureFile = z.output<typeof safeSignatureSchema>;
export type SignedSafeRequest = z.output<typeof signedSafeRequestSchema>;

/**
 * The hashes of a request, by ethers and by Safe's own library. A person signs only what both agree on and what the file
 * itself claims.
 *
 * @throws SuiteError `conflict/safe-hash`.
 */
export function agreedHashes({
  chainId,
  safe,
  safeTxHash,
  transaction,
}: Omit<SafeRequest, "schema" | "description">): SafeHashes {
  const hashes = safeHashes(chainId, safe, transaction);
  const second = protocolKitHash(chainId, safe, transaction);
  if (hashes.safeTxHash === safeTxHash && second === safeTxHash) return hashes;
  throw new SuiteError({
    code: "conflict/safe-hash",
    message: `The file claims the hash ${safeTxHash}, but its transaction has ${hashes.safeTxHash}.`,
    hint: "The file was altered after it was made. Do not sign; ask the proposer for a new one.",
    details: { claimed: safeTxHash, recomputed: hashes.safeTxHash, protocolKit: second },
  });
}

/** Makes a request and computes its hash. */
export function safeRequest(request: Omit<SafeRequest, "schema" | "safeTxHash">): SafeRequest {
  const { safeTxHash } = safeHashes(request.chainId, request.safe, request.transaction);
  return { schema: "sign.safe-transaction.v1", ...request, safeTxHash };
}

/** Reads a request and checks its hash. */
export function readSafeRequest(path: string): SafeRequest {
  const request = readJsonFile(path, safeRequestSchema);
  agreedHashes(request);
  return request;
}

/** Reads a request with its signatures and checks its hash. */
export function readSignedSafeRequest(path: string): SignedSafeRequest {
  const request = readJsonFile(path, signedSafeRequestSchema);
  agreedHashes(request);
  return request;
}

/** Where the signature of one owner belongs: beside the request, one file each, so that nobody edits another's. */
export function signaturePath(requestPath: string, safeTxHash: string, signer: string): string {
  return join(signatureFolder(requestPath, safeTxHash), `${signer}.json`);
}

export function signatureFolder(requestPath: string, safeTxHash: string): string {
  return join(dirname(requestPath), "signatures", safeTxHash);
}

/** Where the combined file belongs. */
export function signedPath(requestPath: string): string {
  return requestPath.replace(/(\.signed)?\.json$/, "") + ".signed.json";
}

export function writeSafeFile(path: string, content: SafeRequest | SafeSignatureFile | SignedSafeRequest): void {
  writeJsonFile(path, content);
}
