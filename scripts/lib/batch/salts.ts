import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { RandomSource } from "#lib/batch/random-source";
import { WORD } from "#lib/batch/row";
import { SuiteError } from "#lib/errors/suite-error";
import { BufferedWriter } from "#lib/files/buffered-writer";
import { requirePrivate } from "#lib/files/private-file";

/** Salts lie beside each other by index, 32 bytes each: overwriting one with zeros shreds its row. */
export const SALTS_FILE = join("private", "salts.bin");

/** Makes the salts of a batch: random for every row, so that the loss or the destruction of one says nothing of another. */
export class SaltWriter {
  readonly #writer: BufferedWriter;
  readonly #random = new RandomSource();

  constructor(folder: string) {
    const path = join(folder, SALTS_FILE);
    mkdirSync(dirname(path), { mode: 0o700 });
    // Whoever puts a deployment under version control does not mean this.
    writeFileSync(join(dirname(path), ".gitignore"), "*\n");
    this.#writer = new BufferedWriter(path);
  }

  next(): Buffer {
    const salt = this.#random.next(WORD);
    this.#writer.write(salt);
    return salt;
  }

  finish(): void {
    this.#writer.finish();
  }

  close(): void {
    this.#writer.close();
  }
}

/**
 * The salts of rows, in the order asked for; null for one that was destroyed.
 *
 * @throws SuiteError `input/file-unreadable`, `refused/secret-exposed`, `conflict/salts`.
 */
export function readSalts(folder: string, indexes: readonly number[], count: number): (Buffer | null)[] {
  const path = join(folder, SALTS_FILE);
  const file = openSalts(path);
  try {
    requirePrivate(file, path);
    if (fstatSync(file).size !== count * WORD) throw wrongSalts(path);
    return indexes.map((index) => {
      const salt = Buffer.alloc(WORD);
      if (readSync(file, salt, 0, WORD, index * WORD) !== WORD) throw wrongSalts(path);
      return salt.some((byte) => byte !== 0) ? salt : null;
    });
  } finally {
    closeSync(file);
  }
}

/** Nobody can open the row any more. */
export function shredded(folder: string, index: number): SuiteError {
  return new SuiteError({
    code: "refused/row-shredded",
    message: `The salt of row ${index} was destroyed.`,
    hint: "Nobody can tell any more whose row it was.",
    details: { path: join(folder, SALTS_FILE), index },
  });
}

/** The salts are not those of the batch. */
export function wrongSalts(path: string): SuiteError {
  return new SuiteError({
    code: "conflict/salts",
    message: `${path} does not hold the salts of this batch.`,
    hint: "Restore it from the place where salts are kept.",
    details: { path },
  });
}

function openSalts(path: string): number {
  try {
    return openSync(path, "r");
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Rows are disclosed where the salts are kept.",
      details: { path },
      cause,
    });
  }
}
