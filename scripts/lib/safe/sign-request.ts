import type { Signer } from "ethers";

import { agreedHashes, type SafeRequest, type SafeSignatureFile } from "#lib/safe/safe-file";
import { safeDomain, safeTxTypes, type SafeHashes } from "#lib/safe/safe-transaction";
import { checkSignatures } from "#lib/safe/signature";

/**
 * Signs a Safe transaction as one owner, by EIP-712, without a node.
 *
 * The hash is recomputed from the transaction by two libraries first, and the finished signature is checked against it, so
 * that no file with a signature leaves this machine that the Safe would not count.
 *
 * @throws SuiteError `conflict/safe-hash`.
 */
export async function signSafeRequest(
  request: SafeRequest,
  signer: Signer,
): Promise<{ readonly file: SafeSignatureFile; readonly hashes: SafeHashes }> {
  const { chainId, safe, safeTxHash, transaction } = request;
  const hashes = agreedHashes(request);
  const address = await signer.getAddress();
  const signature = await signer.signTypedData(safeDomain(chainId, safe), safeTxTypes, transaction);
  checkSignatures(safeTxHash, [{ signer: address, signature }], [address]);
  return {
    hashes,
    file: { schema: "sign.safe-signature.v1", chainId, safe, safeTxHash, signer: address, signature },
  };
}
