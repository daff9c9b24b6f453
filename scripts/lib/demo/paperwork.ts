import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { documents } from "#lib/change/dossier";

const PLACEHOLDER = /\[\[[^\]]*\]\]/g;

/** Fills the templates of a dossier. People write here what a rehearsal can only stand in for. */
export function fillPaperwork(dossierPath: string, statement: string): void {
  for (const name of Object.values(documents)) {
    const path = join(dossierPath, name);
    writeFileSync(path, fillIn(readFileSync(path, "utf8"), statement));
  }
}

/** A document with the same statement wherever people would write their own. */
export function fillIn(text: string, statement: string): string {
  return text.replaceAll(PLACEHOLDER, statement);
}
