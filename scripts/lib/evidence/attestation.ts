import { getBytes, hexlify, Signature, verifyMessage } from "ethers";
import { z } from "zod";

import { parseCanonicalJson, decodeUtf8 } from "#lib/evidence/canonical-json";
import type { ExportDescription } from "#lib/evidence/format";
import { ClaimError } from "#lib/evidence/report";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";

/** Where the exporter's statement lies: outside both manifests, whose digest it signs. */
export const attestationPath = "attest/statement.dsse.json";

/** The file that fixes every byte of a bundle. */
export const attestedFile = "tagmanifest-sha256.txt";

const PAYLOAD_TYPE = "application/vnd.in-toto+json";
const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";
const PREDICATE_TYPE = "urn:sign:evidence-export:v1";

/** 65 bytes: r, s and v, in base64. */
const SIGNATURE = /^[A-Za-z0-9+/]{87}=$/;

/** A DSSE envelope (https://github.com/secure-systems-lab/dsse) with one signature. */
export const attestationSchema = z.strictObject({
  payloadType: z.literal(PAYLOAD_TYPE),
  /** Base64 of an in-toto statement, version 1. */
  payload: z.string(),
  signatures: z.tuple([
    z.strictObject({
      /** CAIP-10 name of the account. */
      keyid: z.string(),
      /** EIP-191 signature by that account over the envelope's pre-authentication encoding. */
      sig: z.string().regex(SIGNATURE),
    }),
  ]),
});

/** What an exporter states: that this is the bundle which he exported. */
export function statementOf(manifestDigest: string, description: ExportDescription): Uint8Array {
  const { tool, chainId, range, anchor, narrowed } = description;
  return toBytes(
    toCanonicalJson({
      _type: STATEMENT_TYPE,
      subject: [{ name: attestedFile, digest: { sha256: manifestDigest } }],
      predicateType: PREDICATE_TYPE,
      predicate: { tool, chainId, range, anchor, narrowed },
    }),
  );
}

/** DSSE's pre-authentication encoding: what is signed. */
export function preAuthenticationEncoding(payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, "utf8"), payload]);
}

/** The envelope of a statement that `account` signed. */
export function envelopeOf(payload: Uint8Array, chainId: number, account: string, signature: string): Uint8Array {
  return toBytes(
    toCanonicalJson({
      payloadType: PAYLOAD_TYPE,
      payload: Buffer.from(payload).toString("base64"),
      signatures: [{ keyid: keyIdOf(chainId, account), sig: Buffer.from(getBytes(signature)).toString("base64") }],
    }),
  );
}

/**
 * Who signed an envelope around `expected`. Only the signature is the signer's to choose.
 *
 * @throws ClaimError when it is anything else than a signed envelope of exactly this statement.
 */
export function signerOf(envelope: Uint8Array, expected: Uint8Array, chainId: number): string {
  const { payload, signatures } = parseCanonicalJson(
    decodeUtf8(envelope, attestationPath),
    attestationSchema,
    attestationPath,
  );
  if (payload !== Buffer.from(expected).toString("base64")) {
    throw new ClaimError(`${attestationPath} is a statement about another bundle`);
  }
  const [{ keyid, sig }] = signatures;
  const signer = recovered(preAuthenticationEncoding(expected), sig);
  if (keyid !== keyIdOf(chainId, signer)) {
    throw new ClaimError(`${attestationPath} was signed by ${signer}, and names ${keyid}`);
  }
  return signer;
}

function recovered(message: Uint8Array, signature: string): string {
  try {
    const bytes = hexlify(Buffer.from(signature, "base64"));
    // The library also reads other values of v as 27 or 28: a statement has one form.
    if (Signature.from(bytes).serialized !== bytes) throw new Error("another form of a signature");
    return verifyMessage(message, bytes);
  } catch {
    throw new ClaimError(`${attestationPath} holds a signature from which no key recovers`);
  }
}

function keyIdOf(chainId: number, account: string): string {
  return `eip155:${chainId}:${account}`;
}
