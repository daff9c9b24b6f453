import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { pid } from "node:process";

import { objectPath } from "#lib/continuity/backup-folder";
import { filesOf, type StoredFile } from "#lib/continuity/manifest";
import { readStored, type OpenBackup } from "#lib/continuity/open-backup";
import { SuiteError } from "#lib/errors/suite-error";
import { BufferedWriter } from "#lib/files/buffered-writer";

/**
 * Refuses a folder in which something is: a restore replaces nothing.
 *
 * @throws SuiteError `refused/target-not-empty`.
 */
export function requireEmpty(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  throw new SuiteError({
    code: "refused/target-not-empty",
    message: `${target} is not empty.`,
    hint: "Restore into a new folder, compare, and move it into place yourself.",
    details: { target },
  });
}

/**
 * Writes every file of a backup below an empty folder, which becomes visible at once and whole, or not at all.
 *
 * @throws SuiteError `refused/target-not-empty`, `conflict/backup-corrupted`, those of `decryptPieces`.
 */
export async function restoreFiles(backup: OpenBackup, target: string): Promise<void> {
  requireEmpty(target);
  const staging = `${target}.${pid}.partial`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    for (const file of filesOf(backup.index)) await restoreFile(backup, file, staging);
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}

async function restoreFile(backup: OpenBackup, file: StoredFile, folder: string): Promise<void> {
  const path = join(folder, file.path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const writer = new BufferedWriter(path);
  try {
    for await (const piece of readStored(backup, file)) writer.write(piece);
  } catch (error) {
    writer.close();
    throw error;
  }
  const { bytes, sha256 } = writer.finish();
  if (bytes !== file.bytes || sha256 !== file.sha256) throw differs(backup, file);
  chmodSync(path, Number.parseInt(file.mode, 8));
}

function differs({ folder }: OpenBackup, { path, object }: StoredFile): SuiteError {
  return new SuiteError({
    code: "conflict/backup-corrupted",
    message: `${objectPath(folder, object)} does not hold the ${path} that the index describes.`,
    hint: "Take another copy of the backup. Nothing was restored.",
    details: { path, object },
  });
}
