import { Signature, recoverAddress } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";

/** One owner's signature over a Safe transaction hash. */
export interface OwnerSignature {
  readonly signer: string;
  readonly signature: string;
}

/**
 * Who signed `safeTxHash`. Only EIP-712 signatures by a key are accepted (65 bytes, v 27 or 28): contract signatures and
 * pre-approved hashes are not made by the suite, and `eth_sign` hides what is signed.
 *
 * @throws SuiteError `input/signature`.
 */
export function recoverSigner(safeTxHash: string, signature: string): string {
  const malformed = (reason: string): SuiteError =>
    new SuiteError({
      code: "input/signature",
      message: `${signature.slice(0, 20)}… is not a signature (${reason}).`,
      hint: "Sign again with: npx hardhat safe sign FILE",
      details: { signature, safeTxHash },
    });
  if (signature.length !== 132) throw malformed(`${String((signature.length - 2) / 2)} bytes instead of 65`);
  const v = Number.parseInt(signature.slice(130), 16);
  if (v !== 27 && v !== 28) throw malformed(`v is ${String(v)}, not 27 or 28`);
  try {
    return recoverAddress(safeTxHash, Signature.from(signature));
  } catch {
    throw malformed("no key recovers from it");
  }
}

/**
 * Checks that every signature is by the signer it names, and that each signer is an owner and appears once.
 *
 * @throws SuiteError `refused/foreign-signature`, `refused/not-owner`, `refused/duplicate-signature`.
 */
export function checkSignatures(
  safeTxHash: string,
  signatures: readonly OwnerSignature[],
  owners: readonly string[],
): void {
  const seen = new Set<string>();
  for (const { signer, signature } of signatures) {
    const recovered = recoverSigner(safeTxHash, signature);
    if (recovered !== signer) {
      throw new SuiteError({
        code: "refused/foreign-signature",
        message: `The signature of ${signer} was made by ${recovered}, or for another transaction than ${safeTxHash}.`,
        hint: "Ask the owner to sign this very file.",
        details: { signer, recovered, safeTxHash },
      });
    }
    if (!owners.includes(signer)) {
      throw new SuiteError({
        code: "refused/not-owner",
        message: `${signer} signed and is not an owner of the Safe.`,
        hint: "Remove its signature; only owners count.",
        details: { signer, owners },
      });
    }
    if (seen.has(signer)) {
      throw new SuiteError({
        code: "refused/duplicate-signature",
        message: `${signer} signed twice; the Safe counts an owner once.`,
        hint: "Combine the file again from one signature file an owner.",
        details: { signer },
      });
    }
    seen.add(signer);
  }
}

/**
 * Refuses signatures out of order: the Safe would answer GS026 without saying which.
 *
 * @throws SuiteError `refused/unsorted-signatures`.
 */
export function checkSorted(signatures: readonly OwnerSignature[]): void {
  for (const [index, { signer }] of signatures.entries()) {
    const before = signatures[index - 1]?.signer;
    if (before === undefined || BigInt(before) < BigInt(signer)) continue;
    throw new SuiteError({
      code: "refused/unsorted-signatures",
      message: `The signature of ${signer} comes after that of ${before}; the Safe wants them sorted by signer.`,
      hint: "Make the file again with: npx hardhat safe combine FILE",
      details: { signer, before },
    });
  }
}

export function sortSignatures(signatures: readonly OwnerSignature[]): OwnerSignature[] {
  return signatures.toSorted((a, b) => (BigInt(a.signer) < BigInt(b.signer) ? -1 : 1));
}
