import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { snapshotBytes, snapshotSchema, type MetricsSnapshot } from "#lib/bridge/snapshot-format";
import { SuiteError } from "#lib/errors/suite-error";
import { parseCanonicalJson } from "#lib/evidence/canonical-json";
import { ClaimError } from "#lib/evidence/report";

/** Where `monitor snapshot` writes when nobody says otherwise. */
export function snapshotPath(deploymentDirectory: string, blockNumber: number): string {
  return join(deploymentDirectory, "monitoring", `snapshot-${String(blockNumber)}.json`);
}

/** Writes exactly the bytes that are digested, so that a reader never sees half of them. */
export function writeSnapshot(path: string, snapshot: MetricsSnapshot): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.partial`;
  writeFileSync(temporary, snapshotBytes(snapshot));
  renameSync(temporary, path);
}

/**
 * Reads a snapshot. Any other spelling of the same values has another digest, and is refused.
 *
 * @throws SuiteError `input/file-unreadable`, `input/snapshot`.
 */
export function readSnapshot(path: string): MetricsSnapshot {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `"${path}" cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Name the file that monitor snapshot wrote.",
      details: { path },
      cause,
    });
  }
  try {
    return parseCanonicalJson(text, snapshotSchema, path);
  } catch (cause) {
    if (!(cause instanceof ClaimError)) throw cause;
    throw new SuiteError({
      code: "input/snapshot",
      message: `${cause.message}.`,
      hint: "Take it again with: npx hardhat monitor snapshot",
      details: { path },
      cause,
    });
  }
}
