import { concat, dataLength, dataSlice, getAddress, hashMessage, getBytes, recoverAddress, toBeHex } from "ethers";

import type { signatureKinds } from "#lib/evidence/format";

/** One record of a Safe's signature bytes. */
export interface SignatureRecord {
  readonly signer: string;
  readonly kind: (typeof signatureKinds)[number];
  /** True when the signature itself yields the signer. */
  readonly recovered: boolean;
  readonly v: number;
}

const SECP256K1_N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const RECORD_BYTES = 65;

/**
 * Reads the records that a Safe checked: exactly `threshold` of them; the Safe never looks at later ones.
 *
 * v 0: an EIP-1271 contract vouched; 1: the signer approved the hash on chain, or executed; > 30: `eth_sign`, v + 4;
 * else a plain signature of the Safe transaction's hash.
 *
 * @param executor Who called the Safe: his own record needs no approval.
 * @throws Error when there are too few records, or one yields nobody.
 */
export function readSignatures(
  safeTxHash: string,
  signatures: string,
  threshold: number,
  executor: string,
): SignatureRecord[] {
  if (dataLength(signatures) < threshold * RECORD_BYTES) throw new Error(`fewer than ${threshold} signatures`);
  return Array.from({ length: threshold }, (_, index) => {
    const record = dataSlice(signatures, index * RECORD_BYTES, (index + 1) * RECORD_BYTES);
    const v = Number(dataSlice(record, 64));
    const r = dataSlice(record, 0, 32);
    if (v === 0) return { signer: addressIn(r), kind: "contract", recovered: false, v };
    if (v === 1) {
      const signer = addressIn(r);
      return { signer, kind: signer === executor ? "executor" : "approvedHash", recovered: false, v };
    }
    const ethSign = v > 30;
    const digest = ethSign ? hashMessage(getBytes(safeTxHash)) : safeTxHash;
    const signer = recover(digest, r, dataSlice(record, 32, 64), ethSign ? v - 4 : v);
    return { signer, kind: ethSign ? "ethSign" : "eip712", recovered: true, v };
  });
}

/** As `ecrecover`: a high s is as good as a low one, for (s, v) and (n - s, the other v) are the same signature. */
function recover(digest: string, r: string, s: string, v: number): string {
  if (v !== 27 && v !== 28) throw new Error(`signature with v = ${v}`);
  const value = BigInt(s);
  if (value === 0n || value >= SECP256K1_N) throw new Error("signature with s out of range");
  const high = value > SECP256K1_N / 2n;
  const lowS = toBeHex(high ? SECP256K1_N - value : value, 32);
  const lowV = high ? 55 - v : v;
  return recoverAddress(digest, concat([r, lowS, toBeHex(lowV, 1)]));
}

function addressIn(word: string): string {
  return getAddress(dataSlice(word, 12));
}
