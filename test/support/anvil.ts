import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { RequestProvider } from "#lib/chain/connection";
import { temporaryFolder } from "#support/temporary-folder";

/** A node of its own for a test. */
export interface Anvil {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `anvil` from npm on a free port, with the accounts of the public test mnemonic: a node of another make than the
 * embedded one.
 */
export async function startAnvil(
  hardfork: "cancun" | "prague" = "cancun",
  options: readonly string[] = [],
): Promise<Anvil> {
  const binary = join(dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "../.bin/anvil");
  // To a file: a pipe that nobody reads, while a test waits for another process, would stop the node.
  const output = join(temporaryFolder(), "output");
  const file = openSync(output, "w");
  const child = spawn(
    binary,
    // The system chooses the port when anvil binds it: one that was looked up before may be somebody else's by then.
    ["--port", "0", "--accounts", "40", "--hardfork", hardfork, "--code-size-limit", "100000", ...options],
    // A group of its own: what npm installs as `anvil` may start the real binary as a child.
    { stdio: ["ignore", file, file], detached: true },
  );
  closeSync(file);
  const url = `http://127.0.0.1:${await portOf(child, output)}`;
  return { url, stop: () => stop(child) };
}

/** Asks a node. */
export async function ask(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
}

/** A node as an EIP-1193 provider. */
export function rpcOf(url: string): RequestProvider {
  return { request: ({ method, params }) => ask(url, method, params) };
}

/** The port that anvil says it listens on; then it answers. */
async function portOf(child: ChildProcess, output: string): Promise<string> {
  let failure: unknown;
  child.once("error", (error) => (failure = error));
  for (;;) {
    const said = readFileSync(output, "utf8");
    const [, port] = /Listening on 127\.0\.0\.1:(\d+)\s/.exec(said) ?? [];
    if (port !== undefined) return port;
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`anvil ended before it listened: ${said}`, { cause: failure });
    }
    await pause(20);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await once(child, "exit");
}
