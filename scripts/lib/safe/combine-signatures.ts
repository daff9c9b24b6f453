import { SuiteError } from "#lib/errors/suite-error";
import { agreedHashes, type SafeRequest, type SafeSignatureFile, type SignedSafeRequest } from "#lib/safe/safe-file";
import { checkSignatures, sortSignatures } from "#lib/safe/signature";

/**
 * Merges the owners' separate files into what the Safe reads: every signature checked against the transaction's hash and
 * the owners, sorted by signer. Fewer than the threshold is fine here; `safe execute` refuses it.
 *
 * @param owners The Safe's owners, read from the chain.
 * @throws SuiteError `conflict/other-transaction` for a signature of something else, and those of `checkSignatures`.
 */
export function combineSignatures(
  request: SafeRequest,
  files: readonly SafeSignatureFile[],
  owners: readonly string[],
): SignedSafeRequest {
  agreedHashes(request);
  if (files.length === 0) {
    throw new SuiteError({
      code: "input/no-signatures",
      message: `There is no signature for ${request.safeTxHash}.`,
      hint: "Each owner runs: npx hardhat safe sign FILE",
      details: { safeTxHash: request.safeTxHash },
    });
  }
  for (const file of files) {
    const same =
      file.chainId === request.chainId && file.safe === request.safe && file.safeTxHash === request.safeTxHash;
    if (same) continue;
    throw new SuiteError({
      code: "conflict/other-transaction",
      message: `The signature of ${file.signer} is for ${file.safeTxHash} of ${file.safe} on chain ${String(file.chainId)}, not for ${request.safeTxHash}.`,
      hint: "Ask the owner to sign the file at hand.",
      details: { signer: file.signer, signed: file.safeTxHash, expected: request.safeTxHash },
    });
  }
  const signatures = files.map(({ signer, signature }) => ({ signer, signature }));
  checkSignatures(request.safeTxHash, signatures, owners);
  return { ...request, schema: "sign.safe-signed.v1", signatures: sortSignatures(signatures) };
}
