import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer as createTcpServer, type AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { RequestProvider } from "#lib/chain/connection";

/** A node of its own for a test. */
export interface Anvil {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `anvil` from npm on a free port, with the accounts of the public test mnemonic: a node of another make than the
 * embedded one.
 */
export async function startAnvil(hardfork: "cancun" | "prague" = "cancun"): Promise<Anvil> {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const binary = join(dirname(createRequire(import.meta.url).resolve("hardhat/package.json")), "../.bin/anvil");
  const child = spawn(
    binary,
    ["--port", String(port), "--accounts", "40", "--hardfork", hardfork, "--code-size-limit", "100000", "--silent"],
    // A group of its own: what npm installs as `anvil` starts the real binary as a child.
    { stdio: "ignore", detached: true },
  );
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    if (await answers(url)) return { url, stop: () => stop(child) };
    await pause(100);
  }
  await stop(child);
  throw new Error("anvil did not start");
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

async function answers(url: string): Promise<boolean> {
  try {
    await ask(url, "eth_chainId");
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  await once(child, "exit");
}
