import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { kill, pid } from "node:process";

import { SuiteError } from "#lib/errors/suite-error";

/**
 * Where a batch is built: beside its folder, under a name that nobody takes for a batch. Only the last step, one renaming,
 * makes it one. Whatever kills a build leaves nothing but this, and the next build of the batch removes it: salts are random,
 * so there is nothing to resume.
 */
export interface Staging {
  /** Becomes the folder of the batch. */
  readonly batch: string;
  /** For what is needed while building only. */
  readonly work: string;
  readonly publish: () => void;
  readonly discard: () => void;
}

/** @throws SuiteError `refused/batch-exists`. */
export function openStaging(folder: string): Staging {
  requireNew(folder);
  const parent = dirname(folder);
  mkdirSync(parent, { recursive: true });
  removeStale(parent, basename(folder));
  const root = join(parent, stagingName(basename(folder), pid));
  const [batch, work] = [join(root, "batch"), join(root, "work")];
  for (const path of [root, work]) mkdirSync(path, { mode: 0o700 });
  mkdirSync(batch);
  return {
    batch,
    work,
    publish: () => {
      requireNew(folder);
      syncFolder(batch);
      renameSync(batch, folder);
      syncFolder(parent);
    },
    discard: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function requireNew(folder: string): void {
  if (!existsSync(folder)) return;
  throw new SuiteError({
    code: "refused/batch-exists",
    message: `${folder} exists already.`,
    hint: "A batch is never built twice: its salts would differ. Give another name with --name.",
    details: { folder },
  });
}

function stagingName(name: string, process: number): string {
  return `.${name}.${process}.partial`;
}

function removeStale(parent: string, name: string): void {
  for (const entry of readdirSync(parent)) {
    const [, process] = /\.(\d+)\.partial$/.exec(entry) ?? [];
    if (process === undefined || entry !== stagingName(name, Number(process))) continue;
    if (Number(process) === pid || !isAlive(Number(process))) rmSync(join(parent, entry), { recursive: true });
  }
}

function isAlive(process: number): boolean {
  try {
    kill(process, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
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
