import { createRequire } from "node:module";

import type { SafeTransaction } from "#lib/safe/safe-transaction";

/** The few functions of `@safe-global/protocol-kit` that the suite uses; its own types fail under `module: node20`. */
interface ProtocolKit {
  readonly calculateSafeTransactionHash: (
    safe: string,
    transaction: Omit<SafeTransaction, "nonce"> & { readonly nonce: number },
    safeVersion: string,
    chainId: bigint,
  ) => string;
  readonly buildSignatureBytes: (signatures: readonly ProtocolKitSignature[]) => string;
  readonly EthSafeSignature: new (signer: string, signature: string, isContract?: boolean) => ProtocolKitSignature;
}

export interface ProtocolKitSignature {
  readonly signer: string;
  readonly data: string;
}

// The CommonJS build, because the ES build's file extensions hide its types and its default export from Node.
const kit = createRequire(import.meta.url)("@safe-global/protocol-kit") as ProtocolKit;

/** The Safe transaction hash by Safe's own code, to hold against ours before anybody signs. */
export function protocolKitHash(chainId: number, safe: string, transaction: SafeTransaction): string {
  return kit.calculateSafeTransactionHash(
    safe,
    { ...transaction, nonce: Number(transaction.nonce) },
    "1.5.0",
    BigInt(chainId),
  );
}

/** Signatures in the order and form that the Safe reads. */
export function protocolKitSignatures(
  signatures: readonly { readonly signer: string; readonly signature: string }[],
): string {
  return kit.buildSignatureBytes(
    signatures.map(({ signer, signature }) => new kit.EthSafeSignature(signer, signature)),
  );
}
