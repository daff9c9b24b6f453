import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { sha256 } from "#lib/evidence/bag";

/** SHA-256 of every file below a folder, by path. */
export function bundleDigests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), sha256(readFileSync(path))]));
}
