import { existsSync, lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { SuiteError } from "#lib/errors/suite-error";

/** All that a demonstration writes into its folder; of a folder, the file by which it is known. */
const OWN: Readonly<Record<string, string | null>> = {
  bundle: "bagit.txt",
  deployment: "contracts.json",
  "summary.json": null,
  "trust.json": null,
};

/** An export that was interrupted leaves such a folder. */
const HALF_A_BUNDLE = /^\.bundle-\w+$/;

/**
 * Removes what an earlier demonstration left, and nothing else.
 *
 * @throws SuiteError `input/target-not-empty` for a folder with anything else in it, `input/target` for no folder.
 */
export function clearPreviousRun(out: string): void {
  if (!existsSync(out)) return;
  if (!lstatSync(out).isDirectory()) {
    throw new SuiteError({
      code: "input/target",
      message: `${out} is not a folder.`,
      hint: "Name an empty or a new folder with --out.",
      details: { out },
    });
  }
  const names = readdirSync(out);
  const foreign = names.filter((name) => !isOwn(out, name));
  if (foreign.length > 0) {
    throw new SuiteError({
      code: "input/target-not-empty",
      message: `${out} holds "${foreign[0] ?? ""}", which no demonstration wrote.`,
      hint: "Name an empty or a new folder with --out.",
      details: { out, foreign },
    });
  }
  for (const name of names) rmSync(join(out, name), { recursive: true, force: true });
}

function isOwn(out: string, name: string): boolean {
  const path = join(out, name);
  const folder = lstatSync(path).isDirectory();
  if (HALF_A_BUNDLE.test(name)) return folder;
  const mark = OWN[name];
  if (mark === undefined) return false;
  return mark === null ? !folder : folder && (existsSync(join(path, mark)) || readdirSync(path).length === 0);
}
