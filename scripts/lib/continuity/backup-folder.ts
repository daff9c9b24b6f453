import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";

import { tryLock } from "#setup/folder-lock.mjs";

import {
  encodeDocument,
  manifestDigest,
  manifestSchema,
  parseDocument,
  type Manifest,
  type StoredObject,
} from "#lib/continuity/manifest";
import { encryptPieces, type Pieces } from "#lib/encryption/age";
import type { Recipient } from "#lib/encryption/recipients";
import { SuiteError } from "#lib/errors/suite-error";
import { BufferedWriter } from "#lib/files/buffered-writer";

/** A manifest with its file. */
export interface FiledManifest {
  readonly manifest: Manifest;
  readonly digest: string;
  readonly path: string;
}

const MANIFEST_NAME = /^(\d{6,})-([0-9a-f]{64})\.json$/;

/**
 * Where a backup's objects lie.
 *
 * They are named by the SHA-256 of their ciphertext. Every encryption is another ciphertext, so that a name tells whoever
 * stores it nothing about the content, not even to somebody who guesses it; and anybody can check the names without a key.
 */
export function objectPath(folder: string, name: string): string {
  return join(folder, "objects", `${name}.age`);
}

/**
 * Keeps others from writing into a backup while `work` does.
 *
 * @throws SuiteError `conflict/backup-running`.
 */
export async function whileLocked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unlock = tryLock(join(folder, ".lock"));
  if (unlock === undefined) throw running(folder);
  try {
    return await work();
  } finally {
    unlock();
  }
}

/** The manifests of a backup, oldest first; none of them is read. Empty for a folder that is no backup yet. */
export function listManifests(folder: string): readonly string[] {
  const manifests = join(folder, "manifests");
  if (!existsSync(manifests)) return [];
  return readdirSync(manifests)
    .filter((name) => MANIFEST_NAME.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

/**
 * Reads a manifest, and holds it against its own name.
 *
 * @throws SuiteError `conflict/backup-corrupted`.
 */
export function readManifest(folder: string, name: string): FiledManifest {
  const path = join(folder, "manifests", name);
  const [, sequence = "", expected = ""] = MANIFEST_NAME.exec(name) ?? [];
  if (!lstatSync(path).isFile()) throw corrupted(path, "it is no plain file");
  const bytes = readFileSync(path);
  const digest = manifestDigest(bytes);
  if (digest !== `0x${expected}`) throw corrupted(path, "it is not what its name says");
  const manifest = parseDocument(bytes, manifestSchema);
  if (manifest?.sequence !== Number(sequence)) throw corrupted(path, "it is no manifest");
  return { manifest, digest, path };
}

/**
 * Adds a manifest: the one step that makes a backup of objects. Whoever is killed before has added nothing.
 *
 * @throws SuiteError `conflict/backup-running` when another one has taken its number.
 */
export function publishManifest(folder: string, manifest: Manifest): FiledManifest {
  const manifests = join(folder, "manifests");
  mkdirSync(manifests, { recursive: true });
  const bytes = encodeDocument(manifest);
  const digest = manifestDigest(bytes);
  const number = String(manifest.sequence).padStart(6, "0");
  if (listManifests(folder).some((name) => name.startsWith(`${number}-`))) throw running(folder);
  const path = join(manifests, `${number}-${digest.slice(2)}.json`);
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  const writer = new BufferedWriter(partial);
  writer.write(bytes);
  writer.finish();
  syncFolder(join(folder, "objects"));
  renameSync(partial, path);
  syncFolder(manifests);
  return { manifest, digest, path };
}

/** Encrypts into a new object. It has its name only once all of it is on the disk. */
export async function writeObject(
  folder: string,
  plaintext: Pieces,
  recipients: readonly Recipient[],
): Promise<StoredObject> {
  const objects = join(folder, "objects");
  mkdirSync(objects, { recursive: true });
  const partial = join(objects, "new.partial");
  rmSync(partial, { force: true });
  const writer = new BufferedWriter(partial);
  try {
    for await (const piece of encryptPieces(plaintext, recipients)) writer.write(piece);
  } catch (error) {
    writer.close();
    rmSync(partial);
    throw error;
  }
  const { bytes, sha256 } = writer.finish();
  const name = sha256.slice(2);
  renameSync(partial, objectPath(folder, name));
  return { sha256: name, bytes };
}

/**
 * Holds an object against its name and size, without a key.
 *
 * @throws SuiteError `conflict/backup-incomplete`, `conflict/backup-truncated`, `conflict/backup-corrupted`.
 */
export async function checkObject(folder: string, { sha256, bytes }: StoredObject): Promise<void> {
  const path = objectPath(folder, sha256);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw damaged("incomplete", path, "is missing");
  if (!stats.isFile()) throw corrupted(path, "it is no plain file");
  if (stats.size < bytes) throw damaged("truncated", path, `has ${stats.size} of ${bytes} bytes`);
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece);
  if (hash.digest("hex") !== sha256) throw corrupted(path, "its bytes are not those that were written");
}

function corrupted(path: string, why: string): SuiteError {
  return damaged("corrupted", path, `is corrupted: ${why}`);
}

function damaged(kind: "incomplete" | "truncated" | "corrupted", path: string, what: string): SuiteError {
  return new SuiteError({
    code: `conflict/backup-${kind}`,
    message: `${path} ${what}.`,
    hint: "Take another copy of the backup. Nothing was restored.",
    details: { path },
  });
}

function running(folder: string): SuiteError {
  return new SuiteError({
    code: "conflict/backup-running",
    message: `Another process is writing to ${folder}.`,
    hint: "Wait until it has ended, and run the same command again.",
    details: { folder },
  });
}

/** A renaming survives a power cut only when the folder is on the disk too. */
function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
