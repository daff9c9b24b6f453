import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

import { SuiteError } from "#lib/errors/suite-error";
import { sha256 } from "#lib/evidence/bag";
import type { Examination } from "#lib/evidence/verify-bundle";
import { reportPage } from "#lib/report/page";
import { verdictPage } from "#lib/report/verdict-page";

/**
 * Where a page about a bundle may be written: a new file outside it, since a bundle with one more file is another bundle.
 *
 * @throws SuiteError `input/report-exists`, `input/report-in-bundle`, `input/report-folder`.
 */
export function parsePagePath(path: string, bundle: string): string {
  const target = resolve(path);
  if (existsSync(target)) {
    throw new SuiteError({
      code: "input/report-exists",
      message: `${path} exists.`,
      hint: "A report is never written over; name another file.",
    });
  }
  const folder = dirname(target);
  if (!existsSync(folder)) {
    throw new SuiteError({
      code: "input/report-folder",
      message: `${folder} is not there.`,
      hint: "Name a file in a folder that exists.",
    });
  }
  const inside = existsSync(bundle) && `${realpathSync(folder)}${sep}`.startsWith(`${realpathSync(bundle)}${sep}`);
  if (!inside) return target;
  throw new SuiteError({
    code: "input/report-in-bundle",
    message: `${path} lies in the bundle that it is about.`,
    hint: "Name a file elsewhere: a bundle with one more file is another bundle.",
  });
}

/** Writes what an examination found: the bundle's own page with the verdict in front, or the verdict alone. */
export function writePage(target: string, bundle: string, { report, source }: Examination): void {
  const tags = join(bundle, "tagmanifest-sha256.txt");
  const manifest = existsSync(tags) ? sha256(readFileSync(tags)) : "";
  const verdict = { report, manifest };
  const page = source === undefined ? verdictPage(verdict) : reportPage({ ...source, verdict });
  writeFileSync(target, page, { flag: "wx" });
}
