import { SuiteError } from "#lib/errors/suite-error";
import { fromHex } from "#lib/batch/row";
import { readPrivateFile } from "#lib/files/private-file";

/**
 * The secret that pseudonyms are made with, from its text. Errors do not repeat it.
 *
 * @param source Where the text comes from.
 * @throws SuiteError `input/secret`.
 */
export function parseSecret(text: string, source: string): Buffer {
  const value = text.trim();
  if (/^0x[0-9a-fA-F]{64}$/.test(value) && new Set(fromHex(value)).size > 1) return fromHex(value);
  throw new SuiteError({
    code: "input/secret",
    message: `${source} holds no secret of 32 random bytes.`,
    hint: 'Make one with: node -p \'"0x" + crypto.randomBytes(32).toString("hex")\'',
    details: { source },
  });
}

/**
 * Reads the secret from a file that nobody but its owner can read.
 *
 * @throws SuiteError `input/file-unreadable`, `refused/secret-exposed`, `input/secret`.
 */
export function readSecretFile(path: string): Buffer {
  return parseSecret(readPrivateFile(path), path);
}
