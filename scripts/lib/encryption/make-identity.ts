import { writeFileSync } from "node:fs";

import { generateX25519Identity, identityToRecipient } from "age-encryption";

import { parseRecipient, type Recipient } from "#lib/encryption/recipients";
import { SuiteError } from "#lib/errors/suite-error";

/** A secret key that was made, without the key. */
export interface MadeIdentity {
  readonly path: string;
  /** File with the recipient, to be handed over. */
  readonly publicPath: string;
  readonly recipient: Recipient;
}

/**
 * Makes a secret key as `age-keygen -o` does, readable by its owner only, and a file with its recipient beside it.
 *
 * @throws SuiteError `refused/key-exists` when either file is there: a key that is written over is lost.
 */
export async function makeIdentityFile(path: string): Promise<MadeIdentity> {
  const secret = await generateX25519Identity();
  const recipient = parseRecipient(await identityToRecipient(secret), path);
  const publicPath = `${path}.pub`;
  writeNew(path, `# public key: ${recipient}\n${secret}\n`, 0o600);
  writeNew(publicPath, `${recipient}\n`, 0o644);
  return { path, publicPath, recipient };
}

function writeNew(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { flag: "wx", mode });
  } catch (cause) {
    const { code = "unknown reason" } = cause as NodeJS.ErrnoException;
    throw new SuiteError({
      code: code === "EEXIST" ? "refused/key-exists" : "input/file-unwritable",
      message: code === "EEXIST" ? `${path} exists.` : `${path} cannot be written (${code}).`,
      hint: "Name a new file in a folder that you may write to.",
      details: { path },
      cause,
    });
  }
}
