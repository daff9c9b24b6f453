import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let root: string | undefined;

/** A folder of its own for a test. It is gone, with all that it holds, when the process that runs the tests ends. */
export function temporaryFolder(): string {
  return mkdtempSync(join(temporaryRoot(), "test-"));
}

/** The one folder that holds them all: also for what processes that a test starts leave in theirs. */
export function temporaryRoot(): string {
  return (root ??= newRoot());
}

function newRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), "sign-tests-"));
  process.once("exit", () => {
    // A node that is just ending may still write to its output.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  });
  return folder;
}
