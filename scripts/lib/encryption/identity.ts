import { Decrypter, identityToRecipient } from "age-encryption";

import { parseRecipient, type Recipient } from "#lib/encryption/recipients";
import { SuiteError } from "#lib/errors/suite-error";
import { readPrivateFile } from "#lib/files/private-file";

/** The secret keys of one holder. Their text leaves this module only for age's decrypter. */
export interface Identity {
  readonly secrets: readonly string[];
  /** To which they belong, in the same order. */
  readonly recipients: readonly Recipient[];
}

/**
 * Reads a file as `age-keygen` writes it: comments, and a secret key a line. Errors do not repeat what it holds.
 *
 * @throws SuiteError `input/file-unreadable`, `refused/secret-exposed` when others may read it, `input/identity`.
 */
export async function readIdentityFile(path: string): Promise<Identity> {
  const secrets = readPrivateFile(path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (secrets.length === 0) throw refusal(path, "holds no secret key");
  const recipients: Recipient[] = [];
  for (const [index, secret] of secrets.entries()) {
    if (!isSecretKey(secret)) throw refusal(path, `holds something else than a secret key as its entry ${index + 1}`);
    recipients.push(parseRecipient(await identityToRecipient(secret), path));
  }
  return { secrets, recipients };
}

function isSecretKey(secret: string): boolean {
  if (!secret.startsWith("AGE-SECRET-KEY-1")) return false;
  try {
    new Decrypter().addIdentity(secret);
    return true;
  } catch {
    return false;
  }
}

function refusal(path: string, what: string): SuiteError {
  return new SuiteError({
    code: "input/identity",
    message: `${path} ${what}.`,
    hint: "Name the file that `age-keygen -o` wrote. One that is itself encrypted: age -d FILE > PLAIN, in memory only.",
    details: { path },
  });
}
