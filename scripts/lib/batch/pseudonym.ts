import { hkdfSync } from "node:crypto";

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { WORD, type RowScope } from "#lib/batch/row";

/** Set this use of the secret apart from every other, and this form from a later one. */
const KEY_TAG = "sign.pseudonym.key.v1";
const PSEUDONYM_TAG = "sign.pseudonym.v1";

/**
 * The key of one programme and one period, by HKDF (RFC 5869) from the secret of the authority. Pseudonyms of two programmes
 * or two periods have nothing in common for whoever lacks the secret, and a key may be handed out for an audit of one period
 * without opening another.
 *
 * @param secret At least 32 random bytes.
 */
export function pseudonymKey(secret: Uint8Array, { programId, period }: RowScope): Buffer {
  const info = lengthPrefixed([KEY_TAG, programId, String(period)]);
  return Buffer.from(hkdfSync("sha256", secret, new Uint8Array(0), info, WORD));
}

/**
 * Stands for a person within one programme and period: HMAC-SHA-256 (RFC 2104). A plain hash would be no pseudonym: national
 * identifiers are so few that all of them can be tried.
 *
 * @param key From {@link pseudonymKey}.
 * @param scheme Which register the identifier is of.
 */
export function pseudonymOf(key: Uint8Array, scheme: string, identifier: string): Buffer {
  // Node's Hmac is a native handle a row, which the garbage collector is in no hurry to give back.
  return Buffer.from(hmac(sha256, key, lengthPrefixed([PSEUDONYM_TAG, scheme, identifier])));
}

/** Fields with their lengths before them: no two lists of fields are the same bytes. */
function lengthPrefixed(fields: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    fields.flatMap((field) => {
      const bytes = typeof field === "string" ? Buffer.from(field, "utf8") : field;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );
}
