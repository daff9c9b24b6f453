import type { Identity } from "#lib/encryption/identity";
import type { Recipient } from "#lib/encryption/recipients";

import { ReadableStream } from "node:stream/web";

import { Decrypter, Encrypter } from "age-encryption";

import { SuiteError } from "#lib/errors/suite-error";

/** Bytes in pieces of any length. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Encrypts to every recipient: each of them alone can decrypt. The format is age's (age-encryption.org/v1), so that
 * `age --decrypt --identity FILE` opens it without this suite. Constant memory.
 */
export async function* encryptPieces(plaintext: Pieces, recipients: readonly Recipient[]): AsyncGenerator<Uint8Array> {
  if (recipients.length === 0) throw new RangeError("encryption to nobody");
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  yield* await encrypter.encrypt(toStream(plaintext));
}

/**
 * Decrypts in constant memory. Every piece is genuine, but only the end proves that nothing is missing: **what was yielded
 * counts for nothing until the last piece came.**
 *
 * @param name What is decrypted, as the error shall name it.
 * @throws SuiteError `refused/not-a-recipient` when the keys open none of its envelopes, `conflict/ciphertext-damaged` when
 * any byte was changed, added or cut off.
 */
export async function* decryptPieces(ciphertext: Pieces, identity: Identity, name: string): AsyncGenerator<Uint8Array> {
  const decrypter = new Decrypter();
  for (const secret of identity.secrets) decrypter.addIdentity(secret);
  let source: SourceFailure | undefined;
  const watched = watch(ciphertext, (cause) => (source = { cause }));
  try {
    yield* await decrypter.decrypt(toStream(watched));
  } catch (cause) {
    throw source === undefined ? explain(cause, name, identity) : source.cause;
  }
}

/** {@link encryptPieces} for what fits into memory. */
export function encryptBytes(plaintext: Uint8Array, recipients: readonly Recipient[]): Promise<Uint8Array> {
  return collect(encryptPieces([plaintext], recipients));
}

/** {@link decryptPieces} for what fits into memory; returns all of it or nothing. */
export function decryptBytes(ciphertext: Uint8Array, identity: Identity, name: string): Promise<Uint8Array> {
  return collect(decryptPieces([ciphertext], identity, name));
}

/** A disk that cannot be read is no damaged ciphertext. */
interface SourceFailure {
  readonly cause: unknown;
}

async function* watch(pieces: Pieces, onFailure: (cause: unknown) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (cause) {
    onFailure(cause);
    throw cause;
  }
}

function explain(cause: unknown, name: string, { recipients }: Identity): SuiteError {
  // The library has no error classes; this is its one sentence for keys that fit none of the header's envelopes.
  if (cause instanceof Error && cause.message.startsWith("no identity matched")) {
    return new SuiteError({
      code: "refused/not-a-recipient",
      message: `${name} is not encrypted to ${recipients.join(" or ")}, or its header is damaged.`,
      hint: "Use the identity file of one of its recipients.",
      details: { name, recipients },
      cause,
    });
  }
  return new SuiteError({
    code: "conflict/ciphertext-damaged",
    message: `${name} is damaged: its bytes are not those that were encrypted.`,
    hint: "Fetch another copy of it. Nothing of this one is to be used.",
    details: { name },
    cause,
  });
}

function toStream(pieces: Pieces): ReadableStream<Uint8Array> {
  return ReadableStream.from(pieces);
}

async function collect(pieces: Pieces): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}
