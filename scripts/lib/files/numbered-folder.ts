import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";

import { SuiteError } from "#lib/errors/suite-error";

/**
 * The folders within a folder, in order of name; none when there is no such folder.
 *
 * @throws SuiteError `input/file-unreadable`.
 */
export function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder)
      .filter((name) => statSync(join(folder, name)).isDirectory())
      .sort()
      .map((name) => join(folder, name));
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${folder} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Check its permissions.",
      details: { path: folder },
      cause,
    });
  }
}

/** The path of the next numbered folder for a title: `007-a-title`. */
export function nextNumberedFolder(folder: string, title: string, fallback: string): string {
  const numbers = foldersIn(folder).map((path) => Number.parseInt(basename(path), 10) || 0);
  const next = Math.max(0, ...numbers) + 1;
  const slug = title
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 60);
  return join(folder, `${String(next).padStart(3, "0")}-${slug === "" ? fallback : slug}`);
}
