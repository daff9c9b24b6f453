import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

import { startHardhat } from "#support/hardhat-process";

/** Series by name and labels, as `/metrics` shows them. */
export type Exposition = ReadonlyMap<string, number>;

/** `monitor serve` in a process of its own. */
export class Exporter {
  readonly url: string;
  /** First block that this process counts. */
  readonly from: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { url, from }: { readonly url: string; readonly from: number }) {
    this.#child = child;
    this.url = url;
    this.from = from;
  }

  /** Starts it on a free port, for the deployment in a folder. */
  static async start(folder: string): Promise<Exporter> {
    // Events come from the nodes of monitoring.json, not from the network that Hardhat knows.
    const words = ["monitor", "serve", "--listen", "127.0.0.1:0", "--deployment", folder];
    const child = startHardhat("http://127.0.0.1:1", words);
    let stdout = "";
    let stderr = "";
    child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()));
    for await (const part of child.stdout ?? []) {
      stdout += String(part);
      if (!stdout.trimEnd().endsWith("}")) continue;
      child.stdout?.resume();
      return new Exporter(child, JSON.parse(stdout) as { url: string; from: number });
    }
    throw new Error(`monitor serve ended before it listened: ${stderr}${stdout}`);
  }

  async get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`);
  }

  async metrics(): Promise<Exposition> {
    return parseExposition(await (await this.get("/metrics")).text());
  }

  /** Waits until the metrics are as `holds` says. */
  async until(what: string, holds: (metrics: Exposition) => boolean): Promise<Exposition> {
    for (let turn = 0; turn < 600; ++turn) {
      const metrics = await this.metrics();
      if (holds(metrics)) return metrics;
      await pause(50);
    }
    throw new Error(`Within half a minute the exporter did not show ${what}.`);
  }

  /** Waits until a block is counted, and everything was read after it. */
  async counted(block: number): Promise<Exposition> {
    return this.until(
      `block ${String(block)}`,
      (metrics) =>
        (metrics.get("sign_exporter_block_number") ?? -1) >= block &&
        metrics.has("sign_exporter_last_success_timestamp_seconds") &&
        metrics.get("sign_exporter_failing") === 0,
    );
  }

  /** As a power cut ends it. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** As an operator ends it; returns its exit code. */
  async stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, "exit") as Promise<[number | null]>;
    this.#child.kill(signal);
    const [exitCode] = await ended;
    return exitCode;
  }
}

/** Values by series, written as `name{label="value",…}`. */
export function parseExposition(text: string): Exposition {
  const series = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    series.map((line) => {
      const space = line.lastIndexOf(" ");
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

/** The series of a metric that are not zero. */
export function seriesNamed(metrics: Exposition, name: string): Record<string, number> {
  return Object.fromEntries([...metrics].filter(([key, value]) => key.startsWith(`${name}{`) && value !== 0));
}
