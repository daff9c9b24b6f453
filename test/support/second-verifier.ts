import { execFile, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { type BundleFiles, writeFiles } from "#lib/evidence/bag";
import type { Claim, VerificationReport } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";
import { writeJsonFile } from "#lib/files/json-file";
import { temporaryFolder } from "#support/temporary-folder";

/** The verifier in Python. */
export const secondVerifier = fileURLToPath(new URL("../../scripts/evidence-verify.py", import.meta.url));

/** What it says of a bundle. */
export interface SecondReport extends Pick<VerificationReport, "ok" | "narrowedTo" | "counts"> {
  readonly claims: readonly Claim[];
  readonly manifestSha256: string | null;
  readonly files: { readonly proven: readonly string[]; readonly onlyHashed: readonly string[] };
  readonly notJudged: readonly string[];
}

/** A bundle to be judged by what somebody trusts. */
export interface Case {
  readonly files: BundleFiles;
  readonly trust: Trust;
}

/** @throws Error that says which package is missing. */
export function requirePython(): void {
  const { status, stdout } = spawnSync("python3", ["-c", "import sys; print(sys.version_info >= (3, 9))"], {
    encoding: "utf8",
  });
  if (status === 0 && stdout.trim() === "True") return;
  throw new Error("python3, version 3.9 or later, is not on the PATH: install it (Debian: apt-get install python3)");
}

/** Runs the verifier in Python as an auditor does. */
export function runSecond(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync("python3", [secondVerifier, ...args], { encoding: "utf8" });
}

/**
 * Judges many bundles in one process, each as if alone: one hash costs Python a thousand times what it costs elsewhere, and
 * forgeries of one bundle hash the same bytes over and over.
 */
export async function judgeAgain(cases: readonly Case[]): Promise<SecondReport[]> {
  const folder = temporaryFolder();
  const orders = cases.map(({ files, trust }, index) => {
    const bundle = join(folder, `bundle-${index}`);
    const trustPath = join(folder, `trust-${index}.json`);
    writeFiles(bundle, files);
    writeJsonFile(trustPath, trust);
    return `${JSON.stringify({ bundle, trust: trustPath })}\n`;
  });
  const list = join(folder, "list.ndjson");
  writeFileSync(list, orders.join(""));
  try {
    const { stdout } = await promisify(execFile)("python3", [secondVerifier, "--batch", list], {
      maxBuffer: 1 << 28,
    });
    return stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as SecondReport);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
