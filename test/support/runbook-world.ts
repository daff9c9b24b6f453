import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { Contract } from "ethers";

import { type SuiteContract, suiteInterface } from "#lib/abi/suite-interface";
import { BridgeTraffic } from "#support/bridge-traffic";
import type { Exposition } from "#support/exporter";
import { passTime } from "#support/governed-changes";
import { guideReader, prepareForEmergencies, type Reader } from "#support/guide-reader";
import { lookAt } from "#support/lookout";
import { ProgramCountry } from "#support/program-country";
import type { RunbookStep } from "#support/runbook";
import { typeSteps } from "#support/runbook-typist";
import type { DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";
import { Terminal } from "#support/terminal";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Folder of the deployment, as a shell finds it. */
const DEPLOYMENT = "deployments/anvil";

/**
 * The demonstration country on an ordinary night, and somebody on call with a shell: limits are full, monitoring has seen
 * the private rail's books, the roster is recorded, all is well. `again` makes the same night anew.
 */
export class RunbookWorld {
  readonly suite: DeployedSuite;
  terminal: Terminal;
  /** The bridge's counterparties, operators and monitor. */
  traffic: BridgeTraffic;
  readonly programs: ProgramCountry;
  /** What the runbook's `<names>` stand for tonight. */
  given: Readonly<Record<string, string>> = {};
  readonly #reader: Reader;
  /** The deployment as it was at the beginning of the night. */
  readonly #kept: string;
  #snapshot: unknown;

  private constructor(reader: Reader, terminal: Terminal) {
    this.#reader = reader;
    this.suite = reader.suite;
    this.terminal = terminal;
    this.traffic = new BridgeTraffic(reader.suite);
    this.programs = new ProgramCountry(reader.suite);
    this.#kept = temporaryFolder();
  }

  static async start(): Promise<RunbookWorld> {
    const reader = await guideReader();
    const terminal = reader.sitDown();
    const world = new RunbookWorld(reader, terminal);
    await prepareForEmergencies(terminal);
    await world.pass(15 * DAY);
    await world.traffic.observe();
    cpSync(DEPLOYMENT, world.#kept, { recursive: true });
    world.#snapshot = await world.send("evm_snapshot");
    return world;
  }

  async again(): Promise<void> {
    this.given = {};
    await this.send("evm_revert", this.#snapshot);
    this.#snapshot = await this.send("evm_snapshot");
    const folder = temporaryFolder();
    symlinkSync(join(process.cwd(), "docs"), join(folder, "docs"));
    mkdirSync(join(folder, "deployments"));
    cpSync(this.#kept, join(folder, DEPLOYMENT), { recursive: true });
    process.chdir(folder);
    this.terminal = new Terminal(folder, this.suite.connection);
    this.traffic = new BridgeTraffic(this.suite);
    await this.terminal.type("export HARDHAT_NETWORK=anvil");
  }

  /** Types lines; councils sign what they are asked to. */
  async type(...lines: readonly string[]): Promise<void> {
    await this.work(lines.map((command) => ({ command, prints: [] })));
  }

  /** Types steps of a runbook, which must print what it says. */
  async work(steps: readonly RunbookStep[]): Promise<void> {
    await typeSteps(
      this.terminal,
      this.suite,
      steps.map((step) => this.#filled(step)),
    );
  }

  async pass(seconds: number): Promise<void> {
    await passTime(this.suite, seconds);
  }

  /** What a contract says now. */
  async ask(contract: SuiteContract, view: string, ...values: readonly unknown[]): Promise<unknown> {
    const { record, provider } = this.suite;
    const { address } = record.contracts[contract];
    return new Contract(address, suiteInterface(contract), provider).getFunction(view).staticCall(...values);
  }

  /** What monitoring shows now. */
  async look(): Promise<Exposition> {
    return lookAt(this.suite, join(process.cwd(), DEPLOYMENT));
  }

  async send(method: string, ...params: unknown[]): Promise<unknown> {
    return this.suite.connection.provider.request({ method, params });
  }

  leave(): void {
    this.#reader.leave();
  }

  #filled({ command, prints }: RunbookStep): RunbookStep {
    const fill = (line: string): string =>
      line.replaceAll(/<([a-z-]+)>/g, (written, name: string) => this.given[name] ?? written);
    return { command: fill(command), prints: prints.map(fill) };
  }
}
