import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";

import { z } from "zod";

import { tryLock } from "#setup/folder-lock.mjs";

import { SuiteError } from "#lib/errors/suite-error";
import type { BagEntry } from "#lib/evidence/bag";
import type { BlockRange } from "#lib/evidence/segments";
import { BufferedWriter, type WrittenFile } from "#lib/files/buffered-writer";
import { digestSchema } from "#lib/files/schemas";

const BUNDLE = "bundle";

const entrySchema = z.strictObject({ path: z.string(), bytes: z.int().nonnegative(), sha256: z.string() });

/** A segment whose files are on the disk for good. */
const sealedSchema = z.strictObject({
  kind: z.literal("sealed"),
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  /** Of its last block. */
  blockHash: digestSchema,
  /** Whether it ends where a segment always ends, and not because the anchor was there. */
  full: z.boolean(),
  files: z.array(entrySchema),
});

export type SealedSegment = z.output<typeof sealedSchema>;

/**
 * The folder in which a bundle grows, beside the one where it will be. A file is written under another name, brought to the
 * disk, and renamed; when all files of a segment are there, the journal says so. Whatever the journal does not say is
 * written again: a kill at any moment leaves nothing half done behind that somebody would believe.
 */
export class ExportWork {
  readonly #folder: string;
  readonly #release: () => void;
  #sealed: SealedSegment[] = [];

  private constructor(folder: string, release: () => void) {
    this.#folder = folder;
    this.#release = release;
  }

  /**
   * @param order Digest of what is exported.
   * @throws SuiteError `conflict/export-running`, `conflict/partial-export`.
   */
  static open(target: string, order: string): ExportWork {
    const folder = workFolder(target);
    mkdirSync(folder, { recursive: true });
    const release = tryLock(join(folder, "lock"));
    if (release === undefined) {
      throw new SuiteError({
        code: "conflict/export-running",
        message: `Another process exports to ${target}.`,
        hint: "Wait for it, or name another folder.",
      });
    }
    const work = new ExportWork(folder, release);
    try {
      work.#read(order);
    } catch (error) {
      release();
      throw error;
    }
    return work;
  }

  /** What an earlier run, or this one, has finished. */
  get sealed(): readonly SealedSegment[] {
    return this.#sealed;
  }

  /** Keeps the first segments and forgets the others. */
  keep(count: number): void {
    if (count === this.#sealed.length) return;
    const [beginning = "", ...lines] = this.#lines();
    this.#sealed = this.#sealed.slice(0, count);
    replaceFile(this.#journal, [beginning, ...lines.slice(0, count)].map((line) => `${line}\n`).join(""));
  }

  /** Where a file lies, by its path below the folder. */
  path(path: string): string {
    return join(this.#folder, path);
  }

  /** Where a file grows before it has its name. */
  growing(path: string): string {
    const growing = this.path(join("growing", path.replaceAll("/", "-")));
    mkdirSync(dirname(growing), { recursive: true });
    return growing;
  }

  /** A file that is whole, and on the disk, gets its name. */
  place(path: string, grown = path): void {
    const target = this.path(path);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(this.growing(grown), target);
    syncFolder(dirname(target));
  }

  /** Writes a whole file. */
  write(path: string, pieces: Iterable<Uint8Array>): BagEntry {
    const file = this.grow(path);
    for (const piece of pieces) file.write(piece);
    const entry = entryOf(path, file.finish());
    this.place(path);
    return entry;
  }

  /** Begins a file that has no name yet. */
  grow(path: string): BufferedWriter {
    return new BufferedWriter(this.growing(path), { replace: true, shared: true });
  }

  /** Removes what lies in the bundle besides these files: an earlier run may have come further than it says. */
  sweep(known: ReadonlySet<string>): void {
    const root = this.path(BUNDLE);
    mkdirSync(root, { recursive: true });
    const found = readdirSync(root, { recursive: true, withFileTypes: true });
    for (const item of found.filter((entry) => entry.isFile())) {
      const path = join(item.parentPath, item.name);
      if (!known.has(relative(this.#folder, path))) rmSync(path);
    }
    const folders = found.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
    for (const folder of folders.sort().reverse()) if (readdirSync(folder).length === 0) rmdirSync(folder);
  }

  /** All files of a segment are placed. Returns when the journal says so on the disk. */
  seal(segment: Omit<SealedSegment, "kind">): void {
    const line = sealedSchema.parse({ kind: "sealed", ...segment });
    const file = openSync(this.#journal, "a");
    writeSync(file, `${JSON.stringify(line)}\n`);
    fsyncSync(file);
    closeSync(file);
    this.#sealed.push(line);
  }

  /** The bundle is whole: it takes the place of the target, which is empty if it is there at all. */
  deliver(target: string): void {
    if (existsSync(target)) rmdirSync(target);
    renameSync(this.path(BUNDLE), target);
    syncFolder(dirname(target));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Leaves the folder to a later run; removes it when there is nothing in it to go on from. */
  close(): void {
    this.#release();
    if (this.#sealed.length === 0) rmSync(this.#folder, { recursive: true, force: true });
  }

  get #journal(): string {
    return join(this.#folder, "journal.ndjson");
  }

  #read(order: string): void {
    if (!existsSync(this.#journal)) {
      replaceFile(this.#journal, `${JSON.stringify({ kind: "export", order })}\n`);
      return;
    }
    const [beginning, ...lines] = this.#lines();
    if (beginning !== JSON.stringify({ kind: "export", order })) {
      throw new SuiteError({
        code: "conflict/partial-export",
        message: `${this.#folder} holds what another export left unfinished.`,
        hint: "Finish that one with the same deployment and options, or remove the folder.",
      });
    }
    this.#sealed = lines.map((line) => sealedSchema.parse(JSON.parse(line)));
  }

  /** Whole lines. A kill in the middle of a write leaves half a line, and the segment is then written again. */
  #lines(): string[] {
    const text = readFileSync(this.#journal, "utf8");
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole !== text) truncate(this.#journal, Buffer.byteLength(whole));
    return whole.split("\n").slice(0, -1);
  }
}

/** A file that was written, as manifests know it. */
export function entryOf(path: string, { bytes, sha256 }: WrittenFile): BagEntry {
  return { path, bytes, sha256: sha256.slice("0x".length) };
}

/** Where an export to `target` keeps what it has, until it is whole. */
export function workFolder(target: string): string {
  return join(dirname(target), `.${basename(target)}.partial`);
}

/** Headers of a segment, until those of all are one file. */
export function headersPart({ from, to }: BlockRange): string {
  return `headers/${from}-${to}.rlp`;
}

/** A file of the bundle, as it is named in the folder of the work. */
export function inBundle(path: string): string {
  return `${BUNDLE}/${path}`;
}

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = new BufferedWriter(temporary, { replace: true, shared: true });
  file.write(text);
  file.finish();
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

function truncate(path: string, length: number): void {
  const file = openSync(path, "r+");
  ftruncateSync(file, length);
  fsyncSync(file);
  closeSync(file);
}

/** A rename is on the disk when its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  fsyncSync(folder);
  closeSync(folder);
}
