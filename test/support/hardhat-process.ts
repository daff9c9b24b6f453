import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";

import { publicKeys } from "#support/public-keys";
import { temporaryRoot } from "#support/temporary-folder";

/** How a process of its own ended. */
export interface Finished {
  readonly exitCode: number;
  /** What it printed as its one JSON document. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly stderr: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

const require = createRequire(import.meta.url);
const cli = join(dirname(require.resolve("hardhat/package.json")), "dist/src/cli.js");

/** What a process of its own printed, in any form. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `hardhat …` with the project's own configuration, without the start of npx. */
export async function hardhat(...words: readonly string[]): Promise<Ended> {
  const own = { ...env, TMPDIR: temporaryRoot() };
  return end(spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "pipe", "pipe"], env: own }));
}

/** Runs `hardhat …` with a node of the test's own as the network `anvil`, to its end. */
export async function hardhatAt(node: string, ...words: readonly string[]): Promise<Ended> {
  return end(spawnAt(node, words));
}

/** Starts `hardhat … --json` against a node. */
export function startHardhat(node: string, words: readonly string[]): ChildProcess {
  return spawnAt(node, ["--network", "anvil", ...words, "--json"]);
}

function spawnAt(node: string, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cli, "--config", join(root, "test/support/anvil.config.ts"), ...words], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...env,
      SIGN_TEST_NODE: node,
      SIGN_TEST_KEYS: publicKeys().join(","),
      TMPDIR: temporaryRoot(),
      NO_COLOR: "1",
    },
  });
}

/** Runs `hardhat … --json` against a node to its end. */
export async function runHardhat(node: string, words: readonly string[]): Promise<Finished> {
  const { exitCode, stdout, stderr } = await end(startHardhat(node, words));
  try {
    return { exitCode: exitCode ?? -1, json: JSON.parse(stdout) as Record<string, unknown>, stderr };
  } catch {
    throw new Error(`${words.join(" ")} ended with ${String(exitCode)} and printed no JSON: ${stdout}\n${stderr}`);
  }
}

async function end(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}
