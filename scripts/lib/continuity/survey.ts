import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { join } from "node:path";

import { collectFiles, type FoundFile } from "#lib/continuity/collect-files";
import { UNNAMED } from "#lib/continuity/stores";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { SuiteError } from "#lib/errors/suite-error";

/** A file of a deployment with what it holds. */
export interface SurveyedFile extends FoundFile {
  /** SHA-256, 0x-hex. */
  readonly content: string;
}

/** What a deployment holds now. */
export interface Survey {
  /** By path. */
  readonly files: readonly SurveyedFile[];
  /** See {@link collectFiles}. */
  readonly unfinished: readonly string[];
}

/** What somebody should look at. Paths. */
export interface Notices {
  /** Kept, and in no store. */
  readonly unnamed: readonly string[];
  /** In the backup before, and not there any more. */
  readonly gone: readonly string[];
  /** Not kept: work that somebody has begun and not finished. */
  readonly unfinished: readonly string[];
}

/**
 * Finds and digests every file.
 *
 * @throws SuiteError those of {@link collectFiles}, `conflict/store-changed`.
 */
export async function survey(deployment: string): Promise<Survey> {
  const { files, unfinished } = collectFiles(deployment);
  const surveyed: SurveyedFile[] = [];
  for (const file of files) surveyed.push({ ...file, content: await digestOf(deployment, file) });
  return { files: surveyed, unfinished };
}

/** @param before Paths that the last backup held. */
export function noticesOf({ files, unfinished }: Survey, before: readonly string[]): Notices {
  const paths = new Set(files.map(({ path }) => path));
  return {
    unnamed: files.filter(({ store }) => store === UNNAMED).map(({ path }) => path),
    gone: before.filter((path) => !paths.has(path)),
    unfinished,
  };
}

/** Of all files but journals, which change by the very recording of a backup. 0x-hex. */
export function contentDigest({ files }: Survey): string {
  const kept = files.flatMap(({ path, store, content, mode }) =>
    store === "journals" ? [] : [{ path, content, mode }],
  );
  return `0x${createHash("sha256").update(toCanonicalJson(kept)).digest("hex")}`;
}

/**
 * The content of a file once more, in pieces; fails at the end when it is not what was surveyed.
 *
 * @throws SuiteError `conflict/store-changed`.
 */
export async function* readSurveyed(deployment: string, file: SurveyedFile): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  for await (const piece of open(deployment, file)) {
    hash.update(piece);
    yield piece;
  }
  if (`0x${hash.digest("hex")}` !== file.content) throw changed(file);
}

async function digestOf(deployment: string, file: FoundFile): Promise<string> {
  const hash = createHash("sha256");
  let length = 0;
  for await (const piece of open(deployment, file)) {
    hash.update(piece);
    length += piece.length;
  }
  const unmoved = statSync(join(deployment, file.path)).mtimeMs === file.changedAt;
  if (length !== file.bytes || !unmoved) throw changed(file);
  return `0x${hash.digest("hex")}`;
}

function open(deployment: string, { path }: FoundFile): AsyncIterable<Buffer> {
  return createReadStream(join(deployment, path)) as AsyncIterable<Buffer>;
}

function changed({ path }: FoundFile): SuiteError {
  return new SuiteError({
    code: "conflict/store-changed",
    message: `${path} was written to while it was backed up.`,
    hint: "Wait until the command that writes to it has ended, and run the same command again.",
    details: { path },
  });
}
