import { concat, Contract, type HDNodeWallet, type Provider } from "ethers";

import { safeArtifact } from "#lib/safe/safe-contracts";
import { plainSafeTransaction, safeTxTypes } from "#lib/safe/safe-transaction";

export interface SafeCall {
  readonly provider: Provider;
  readonly safe: string;
  readonly to: string;
  readonly data: string;
  readonly signers: readonly HDNodeWallet[];
}

/** Calldata with which anybody lets a Safe make a call that `signers` have signed, for the Safe's next nonce. */
export async function safeExecution({ provider, safe, to, data, signers }: SafeCall): Promise<string> {
  const contract = new Contract(safe, safeArtifact("singleton").abi, provider);
  const nonce = (await contract.getFunction("nonce").staticCall()) as bigint;
  const { chainId } = await provider.getNetwork();
  const { nonce: next, ...fields } = plainSafeTransaction(to, data, nonce);
  const sorted = [...signers].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const signatures = await Promise.all(
    sorted.map((signer) =>
      signer.signTypedData({ chainId, verifyingContract: safe }, safeTxTypes, { ...fields, nonce: next }),
    ),
  );
  return contract.interface.encodeFunctionData("execTransaction", [...Object.values(fields), concat(signatures)]);
}
