import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";

import { SuiteError } from "#lib/errors/suite-error";
import { fromHex } from "#lib/batch/row";

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

function readPrivateFile(path: string): string {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Check the path and its permissions.",
      details: { path },
      cause,
    });
  }
  try {
    requirePrivate(file, path);
    return readFileSync(file, "utf8");
  } finally {
    closeSync(file);
  }
}

/**
 * Refuses an open file that others than its owner may read.
 *
 * @throws SuiteError `refused/secret-exposed`.
 */
export function requirePrivate(file: number, path: string): void {
  const mode = fstatSync(file).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  throw new SuiteError({
    code: "refused/secret-exposed",
    message: `Others may read ${path} (mode ${mode.toString(8).padStart(3, "0")}).`,
    hint: `Treat what it holds as known to others. For a new one: chmod 600 ${path}`,
    details: { path, mode: mode.toString(8) },
  });
}
