import { fileURLToPath } from "node:url";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";

import base from "../../hardhat.config.ts";

import { ExitCode } from "#lib/errors/exit-code";
import { captured } from "#support/captured-task";
import { parseCommand } from "#support/command-line";
import { publicKeys } from "#support/public-keys";

/** How a command ended. */
export interface Stop {
  readonly words: string;
  readonly exitCode: unknown;
  readonly json: Readonly<Record<string, unknown>>;
  readonly stderr: string;
}

/** After so many runs of one command an operator would call somebody. */
const MOST_RUNS = 10;

/** Ends after which docs/exit-codes.md says to run the same command again. */
const AGAIN: ReadonlySet<unknown> = new Set([ExitCode.chain, ExitCode.sentUnconfirmed]);

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Somebody who types the same command again until it ends well, as its exit code says. */
export class StubbornOperator {
  readonly #runtime: HardhatRuntimeEnvironment;
  readonly #folder: string;
  /** Every command that was run, with what it told. */
  readonly runs: Stop[] = [];

  private constructor(runtime: HardhatRuntimeEnvironment, folder: string) {
    this.#runtime = runtime;
    this.#folder = folder;
  }

  /** @param folder That of the deployment. */
  static async start(node: string, folder: string): Promise<StubbornOperator> {
    const anvil = { type: "http" as const, chainType: "l1" as const, url: node, accounts: [...publicKeys()] };
    const networks = { ...base.networks, anvil };
    const runtime = await createHardhatRuntimeEnvironment({ ...base, networks }, { network: "anvil" }, root);
    return new StubbornOperator(runtime, folder);
  }

  /** Runs a command once, in this process. */
  async run(...words: readonly string[]): Promise<Stop> {
    const all = [...words, "--json", "--deployment", this.#folder];
    const { task, taskArguments } = await parseCommand(all, this.#runtime.tasks);
    const { exitCode, stdout, stderr } = await captured(() => task.run(taskArguments));
    const json = JSON.parse(stdout) as Record<string, unknown>;
    const stop = { words: words.join(" "), exitCode, json, stderr };
    this.runs.push(stop);
    return stop;
  }

  /** Runs a command until it ends with 0. Every other end must be one that asks for that. */
  async insist(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    for (let turn = 0; turn < MOST_RUNS; ++turn) {
      const { exitCode, json, stderr } = await this.run(...words);
      if (exitCode === ExitCode.ok) return json;
      if (!AGAIN.has(exitCode)) throw new Error(`${words.join(" ")} ended with ${String(exitCode)}: ${stderr}`);
    }
    throw new Error(`${words.join(" ")} did not end well in ${String(MOST_RUNS)} runs`);
  }

  async close(): Promise<void> {
    await (await this.#runtime.network.getOrCreate()).close();
  }
}

/** The code of the error that a command ended with. */
export function codeOf({ json }: Stop): unknown {
  return (json["error"] as { code?: unknown } | undefined)?.code;
}
