import { spawnSync } from "node:child_process";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { secondVerifier } from "#support/second-verifier";

const firstVerifier = fileURLToPath(new URL("../../scripts/evidence-verify.ts", import.meta.url));

/** How each verifier is started, without a bundle. */
export const verifierCommands = [
  [execPath, firstVerifier],
  ["python3", secondVerifier],
] as const;

/** Runs a program where there is not even a loopback interface that is up. */
export function runWithoutNetwork(...words: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
} {
  return spawnSync("unshare", ["-rn", ...words], { encoding: "utf8" });
}

/** @throws Error that says what is missing. */
export function requireNamespaces(): void {
  const { status, stderr, error } = spawnSync("unshare", ["-rn", "true"], { encoding: "utf8" });
  if (status === 0) return;
  const reason = error === undefined ? stderr.trim() : error.message;
  throw new Error(
    `unshare -rn does not work here (${reason}): install util-linux (Debian: apt-get install util-linux), and allow user ` +
      "namespaces (sysctl kernel.unprivileged_userns_clone=1; in a container run it with --cap-add SYS_ADMIN)",
  );
}
