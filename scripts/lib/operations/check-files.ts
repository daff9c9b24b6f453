import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import { keccak256 } from "ethers";

import { SuiteError } from "#lib/errors/suite-error";
import type { DocumentNames } from "#lib/operations/document-names";
import type { DocumentLine } from "#lib/operations/list-documents";

/** A file of a folder with its digest. */
export interface DigestedFile {
  readonly path: string;
  readonly digest: string;
}

/** How the file of a document stands to what is in force. */
export type FileCheck =
  | { readonly state: "in-force"; readonly path: string }
  /** An earlier version, by the chain's own account. */
  | { readonly state: "outdated"; readonly path: string; readonly local: string; readonly version: number }
  /** Named like the recorded file, and another. */
  | { readonly state: "changed"; readonly path: string; readonly local: string }
  | { readonly state: "missing" };

/**
 * The files of a folder and its subfolders.
 *
 * @throws SuiteError `input/folder`.
 */
export function digestFolder(folder: string): DigestedFile[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true }).map(String).sort();
  } catch (cause) {
    throw new SuiteError({
      code: "input/folder",
      message: `${folder} cannot be read as a folder (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Name the folder that holds the documents.",
      details: { folder },
      cause,
    });
  }
  return names
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ path, digest: keccak256(readFileSync(path)) }));
}

/**
 * Looks for a document among files. People work by names: a file that is named like the recorded one and is another is
 * reported even if a true copy lies elsewhere. Without a name, a true copy counts first, then an earlier version.
 */
export function checkFile(line: DocumentLine, files: readonly DigestedFile[], names: DocumentNames): FileCheck {
  const { kind, subject, inForce, versions } = line;
  const name = names.fileOf(kind, subject);
  const named = files.filter(({ path }) => basename(path) === name);
  const candidates = named.length > 0 ? named : files;
  const current = candidates.find(({ digest }) => digest === inForce.digest);
  if (current !== undefined) return { state: "in-force", path: current.path };
  for (const { path, digest: local } of candidates) {
    const earlier = versions.find(({ digest }) => digest === local);
    if (earlier !== undefined) return { state: "outdated", path, local, version: earlier.version };
  }
  const [changed] = named;
  return changed === undefined ? { state: "missing" } : { state: "changed", path: changed.path, local: changed.digest };
}

/** One line, with both digests where they differ. */
export function describeCheck(check: FileCheck, { inForce }: DocumentLine): string {
  switch (check.state) {
    case "in-force":
      return `${check.path} is the document in force`;
    case "outdated":
      return `OUTDATED: ${check.path} is version ${String(check.version)} (${check.local}), in force is ${inForce.digest}`;
    case "changed":
      return `CHANGED: ${check.path} has the digest ${check.local}, in force is ${inForce.digest}`;
    case "missing":
      return `no file with the digest ${inForce.digest}${inForce.uri === "" ? "" : `; it may be had from ${inForce.uri}`}`;
  }
}
