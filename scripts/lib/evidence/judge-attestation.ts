import { attestationPath, attestedFile, signerOf, statementOf } from "#lib/evidence/attestation";
import { type BundleSource, sha256 } from "#lib/evidence/bag";
import type { Told } from "#lib/evidence/derive-views";
import type { KeyLine } from "#lib/evidence/key-format";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";

/**
 * Who states that this is the bundle which he exported. The chain proves a bundle without any statement: this says who
 * answers for having handed it over, and only a trust file can say that he is the one.
 */
export function judgeAttestation(
  files: BundleSource,
  trust: Trust,
  { description, views }: Told,
  ledger: ClaimLedger,
): void {
  const { exporter, chainId } = trust;
  const envelope = files.get(attestationPath);
  if (envelope === undefined && exporter === undefined) return;
  ledger.attempt("attestation", () => {
    if (envelope === undefined) {
      throw new ClaimError(
        `the bundle holds no statement by ${exporter ?? "anybody"}, whom the trust file names as its exporter`,
        {},
        "UNPROVEN",
      );
    }
    const digest = sha256(files.get(attestedFile) ?? new Uint8Array());
    const signer = signerOf(envelope, statementOf(digest, description), chainId);
    if (exporter !== undefined && signer !== exporter) {
      throw new ClaimError(`the statement was signed by ${signer}, the trust file names ${exporter} as exporter`);
    }
    const who = exporter === undefined ? "whom the trust file does not name" : "whom the trust file names as exporter";
    ledger.prove(
      "attestation",
      `${signer}, ${who}, signed that this is the bundle; ${keyOf(signer, views.registers.keyRotations)}`,
    );
  });
}

function keyOf(signer: string, keys: readonly KeyLine[]): string {
  const own = keys.findLast(({ category, holder }) => category === "audit" && holder === signer);
  return own === undefined
    ? "the KeyRegistry holds no audit key of this account"
    : `the KeyRegistry holds its audit key, ${own.status.toLowerCase()} at the anchor`;
}
