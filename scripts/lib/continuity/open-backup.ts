import { createReadStream } from "node:fs";

import {
  checkObject,
  listManifests,
  objectPath,
  readManifest,
  type FiledManifest,
} from "#lib/continuity/backup-folder";
import {
  filesOf,
  indexSchema,
  parseDocument,
  requireSafePaths,
  type Index,
  type StoredFile,
} from "#lib/continuity/manifest";
import { decryptPieces } from "#lib/encryption/age";
import type { Identity } from "#lib/encryption/identity";
import { SuiteError } from "#lib/errors/suite-error";

/** A backup of which every object was checked, and whose index was opened. Whether the chain knows it is another question. */
export interface OpenBackup extends FiledManifest {
  readonly folder: string;
  readonly index: Index;
  readonly identity: Identity;
}

/**
 * Opens a backup: the newest of a folder, or the one with a number. Every object is held against its name first, so that
 * damage is named before anything is decrypted.
 *
 * @throws SuiteError `input/backup`, `conflict/backup-corrupted`, `conflict/backup-truncated`, `conflict/backup-incomplete`,
 * `refused/not-a-recipient`, `refused/unsafe-path`.
 */
export async function openBackup(
  folder: string,
  identity: Identity,
  sequence: number | undefined,
): Promise<OpenBackup> {
  const names = listManifests(folder);
  const name = sequence === undefined ? names.at(-1) : names.find((other) => Number.parseInt(other, 10) === sequence);
  if (name === undefined) throw noBackup(folder, sequence);
  const filed = readManifest(folder, name);
  for (const object of [filed.manifest.index, ...filed.manifest.objects]) await checkObject(folder, object);
  const index = await readIndex(folder, filed, identity);
  requireSafePaths(index);
  return { ...filed, folder, index, identity };
}

/** The content of one file; in pieces that count for nothing until the last one came. */
export function readStored({ folder, identity }: OpenBackup, { object }: StoredFile): AsyncGenerator<Uint8Array> {
  return decryptObject(folder, object, identity);
}

/**
 * The content of a small file; undefined when the backup has none under that path.
 *
 * @throws SuiteError those of {@link decryptPieces}.
 */
export async function readSmall(backup: OpenBackup, path: string): Promise<Buffer | undefined> {
  const file = filesOf(backup.index).find((other) => other.path === path);
  return file === undefined ? undefined : collect(readStored(backup, file));
}

async function readIndex(folder: string, { manifest, path }: FiledManifest, identity: Identity): Promise<Index> {
  const bytes = await collect(decryptObject(folder, manifest.index.sha256, identity));
  const index = parseDocument(bytes, indexSchema);
  const objects = new Set(manifest.objects.map(({ sha256 }) => sha256));
  if (index !== undefined && filesOf(index).every(({ object }) => objects.has(object))) return index;
  throw new SuiteError({
    code: "conflict/backup-corrupted",
    message: `${path} and its index do not belong together.`,
    hint: "Take another copy of the backup. Nothing was restored.",
    details: { path },
  });
}

function decryptObject(folder: string, name: string, identity: Identity): AsyncGenerator<Uint8Array> {
  const path = objectPath(folder, name);
  return decryptPieces(createReadStream(path) as AsyncIterable<Buffer>, identity, path);
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

function noBackup(folder: string, sequence: number | undefined): SuiteError {
  return new SuiteError({
    code: "input/backup",
    message: sequence === undefined ? `${folder} holds no backup.` : `${folder} holds no backup ${sequence}.`,
    hint: "Name the folder that continuity backup wrote to.",
    details: { folder, sequence: sequence ?? null },
  });
}
