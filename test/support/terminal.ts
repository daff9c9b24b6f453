import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { suiteTasks } from "../../tasks/index.ts";

import { captured, type Captured } from "#support/captured-task";
import { parseCommand } from "#support/command-line";
import { hardhatWords, isHardhat } from "#support/guide";
import { publicKeys } from "#support/public-keys";

/**
 * A shell in a folder, where lines of a guide are typed as they stand. Tasks run in this process, parsed as the command
 * line does; everything else is run by `sh`.
 */
export class Terminal {
  readonly #folder: string;
  readonly #connection: NetworkConnection;
  readonly #exported: Record<string, string> = {};
  #runtime: Promise<HardhatRuntimeEnvironment> | undefined;

  /** @param connection What the network `anvil` is. */
  constructor(folder: string, connection: NetworkConnection) {
    this.#folder = folder;
    this.#connection = connection;
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  }

  /**
   * Types a line; returns what it prints on stdout.
   *
   * @throws When it is not understood, or ends with anything but 0.
   */
  async type(line: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(line);
    if (exitCode !== 0) throw new Error(`${line}\nended with ${String(exitCode)}: ${stderr}`);
    return stdout;
  }

  /**
   * Types a line, however it ends.
   *
   * @throws When it is not understood.
   */
  async run(line: string): Promise<Captured> {
    const [, name, value] = /^export ([A-Z_]+)=(\S+)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      this.#exported[name] = value;
      return { exitCode: 0, stdout: "", stderr: "" };
    }
    return isHardhat(line) ? this.#task(line) : this.#shell(line);
  }

  async #task(line: string): Promise<Captured> {
    this.#runtime ??= this.#start();
    const { tasks, globalOptions } = await this.#runtime;
    const { task, taskArguments, globalOptions: named } = await parseCommand(hardhatWords(line), tasks);
    const { network = globalOptions.network } = named;
    if (network !== globalOptions.network) throw new Error(`another network than that of the shell: ${line}`);
    return captured(() => task.run(taskArguments));
  }

  /** This process goes on meanwhile: what the line talks to may live in it. curl finds its settings in the folder. */
  async #shell(line: string): Promise<Captured> {
    const child = spawn("sh", ["-c", line], {
      cwd: this.#folder,
      env: { ...env, CURL_HOME: this.#folder },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (stdout += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (stderr += part));
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { exitCode, stdout, stderr };
  }

  /** What `npx hardhat` finds in the folder: the suite's tasks, and the network that the shell has exported, if any. */
  async #start(): Promise<HardhatRuntimeEnvironment> {
    const before = { ...env };
    Object.assign(env, this.#exported);
    try {
      const runtime = await createHardhatRuntimeEnvironment(
        {
          tasks: suiteTasks,
          networks: { anvil: { type: "http", url: "http://127.0.0.1:1", accounts: [...publicKeys()] } },
        },
        {},
        this.#folder,
      );
      runtime.network.getOrCreate = () => Promise.resolve(this.#connection as never);
      return runtime;
    } finally {
      for (const name of Object.keys(this.#exported)) {
        if (before[name] === undefined) Reflect.deleteProperty(env, name);
        else env[name] = before[name];
      }
    }
  }
}
