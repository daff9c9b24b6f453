import { closeSync, lstatSync, openSync, readdirSync, readSync, type Stats } from "node:fs";
import { join } from "node:path";

import { OWN_FOLDER, storeOf } from "#lib/continuity/stores";
import { SuiteError } from "#lib/errors/suite-error";

/** A file that is to be backed up. */
export interface FoundFile {
  /** Below the folder of the deployment, with slashes. */
  readonly path: string;
  readonly store: string;
  readonly bytes: number;
  /** Permissions as three octal digits. */
  readonly mode: string;
  /** Milliseconds; tells whether somebody wrote to it meanwhile. */
  readonly changedAt: number;
}

/** What lies in the folder of a deployment. */
export interface FoundFiles {
  /** By path. */
  readonly files: readonly FoundFile[];
  /** Unfinished work of commands that run, or were killed: what they make again. */
  readonly unfinished: readonly string[];
}

/** How long the beginning of a file is in which a key would be recognised. */
const HEAD_BYTES = 4096;

const KEYS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["an identity of age", /AGE-SECRET-KEY-(PQ-)?1[A-Z0-9]{20}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a keystore", /"(crypto|Crypto)"\s*:\s*\{[^}]*"(kdf|cipher)"/],
  ["a keystore of Hardhat", /"_format"\s*:\s*"hh-keystore/],
];

/**
 * Finds every file of a deployment.
 *
 * A symbolic link is refused instead of followed: it could carry anything on this machine into the backup. So is a key: a
 * backup refers to keystores, and never holds one.
 *
 * @throws SuiteError `refused/symbolic-link`, `refused/no-plain-file`, `refused/key-in-store`, `refused/unsafe-path`.
 */
export function collectFiles(deployment: string): FoundFiles {
  const found: FoundFile[] = [];
  const unfinished: string[] = [];
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(deployment, folder)).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (path === OWN_FOLDER) continue;
      const stats = lstatSync(join(deployment, path));
      if (name.endsWith(".partial")) unfinished.push(path);
      else if (stats.isDirectory()) visit(path);
      else found.push(describe(deployment, path, stats));
    }
  };
  visit("");
  return { files: found, unfinished };
}

function describe(deployment: string, path: string, stats: Stats): FoundFile {
  if (stats.isSymbolicLink()) throw refusal("symbolic-link", path, "is a symbolic link", "Put the file itself there.");
  if (!stats.isFile()) throw refusal("no-plain-file", path, "is no plain file", "Remove it: it cannot be restored.");
  if (!isSafePath(path)) throw refusal("unsafe-path", path, "cannot be restored everywhere", "Rename it.");
  const key = keyIn(join(deployment, path));
  if (key !== undefined) {
    throw refusal(
      "key-in-store",
      path,
      `holds ${key}`,
      "Keys have no place here: move it to its keystore, and refer to it.",
    );
  }
  const mode = (stats.mode & 0o777).toString(8).padStart(3, "0");
  return { path, store: storeOf(path), bytes: stats.size, mode, changedAt: stats.mtimeMs };
}

/** Whether a path stays below the folder that it is put into, on every system. */
export function isSafePath(path: string): boolean {
  const names = path.split("/");
  return names.every((name) => name !== "" && name !== "." && name !== ".." && !/[\\:\p{Cc}]/u.test(name));
}

function keyIn(path: string): string | undefined {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, "r");
  try {
    const text = head.toString("latin1", 0, readSync(file, head));
    return KEYS.find(([, pattern]) => pattern.test(text))?.[0];
  } finally {
    closeSync(file);
  }
}

function refusal(code: string, path: string, what: string, hint: string): SuiteError {
  return new SuiteError({
    code: `refused/${code}`,
    message: `${path} of the deployment ${what}; nothing was backed up.`,
    hint,
    details: { path },
  });
}
