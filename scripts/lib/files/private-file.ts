import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";

import { SuiteError } from "#lib/errors/suite-error";

/**
 * Reads a file that nobody but its owner can read.
 *
 * @throws SuiteError `input/file-unreadable`, `refused/secret-exposed`.
 */
export function readPrivateFile(path: string): string {
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
