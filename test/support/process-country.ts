import { mkdirSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";

import { expect } from "chai";
import { Transaction } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { writeContractsRecord, type ContractsRecord } from "#lib/deployment/contracts-record";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import { deploySuite } from "#lib/deployment/deploy-suite";
import type { Governance } from "#lib/deployment/governance-schema";
import { ExitCode } from "#lib/errors/exit-code";

import { ask, startAnvil, type Anvil } from "#support/anvil";
import { fillDocuments } from "#support/dossier-kit";
import { runHardhat, startHardhat, type Finished } from "#support/hardhat-process";
import { startStallingProxy, type StallPoint } from "#support/stalling-proxy";
import { suiteArtifacts } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

/** A port where nothing listens. */
export const NO_NODE = "http://127.0.0.1:1";

/** A deployment that many nodes can start from. */
export interface Genesis {
  readonly governance: Governance;
  readonly record: ContractsRecord;
  readonly state: string;
}

type Answer = Readonly<Record<string, unknown>>;

/** Deploys once, on a node that is then gone. */
export async function deployGenesis(governance: Governance): Promise<Genesis> {
  const anvil = await startAnvil();
  try {
    const record = await deploySuite({
      governance,
      artifacts: await suiteArtifacts(),
      rpc: { request: ({ method, params }) => ask(anvil.url, method, params) },
      directory: temporaryFolder(),
      reporter: silentReporter(),
      confirmations: 1,
    });
    return { governance, record, state: String(await ask(anvil.url, "anvil_dumpState")) };
  } finally {
    await anvil.stop();
  }
}

/** A node and a folder of its own, driven by separate processes only. */
export class ProcessCountry {
  readonly genesis: Genesis;
  readonly folder: string;
  readonly anvil: Anvil;

  private constructor(genesis: Genesis, anvil: Anvil) {
    this.genesis = genesis;
    this.anvil = anvil;
    this.folder = temporaryFolder();
    writeContractsRecord(this.folder, genesis.record);
  }

  static async start(genesis: Genesis): Promise<ProcessCountry> {
    const anvil = await startAnvil();
    await ask(anvil.url, "anvil_loadState", [genesis.state]);
    return new ProcessCountry(genesis, anvil);
  }

  operator(role: "CHANGE_PROPOSER" | "CHANGE_EXECUTOR" | "TECHNICAL_OPERATOR"): string {
    return this.genesis.governance.operators.find(({ roles }) => roles.includes(role))?.account ?? "";
  }

  seats(council: CouncilKey): string[] {
    return this.genesis.governance.councils[council].seats.map(({ owner }) => owner);
  }

  run(words: readonly string[], node = this.anvil.url): Promise<Finished> {
    return runHardhat(node, [...words, "--deployment", this.folder]);
  }

  async succeeds(...words: string[]): Promise<Answer> {
    const { exitCode, stderr, json } = await this.run(words);
    expect(exitCode, stderr).to.equal(ExitCode.ok);
    return json;
  }

  /** Expects the code, the contract's own error when one is named, and that no account has sent anything. */
  async refused(words: readonly string[], code: string, error?: string): Promise<void> {
    const block = await ask(this.anvil.url, "eth_blockNumber");
    const finished = await this.run(words);
    expect([finished.exitCode, codeOf(finished)], finished.stderr).to.deep.equal([ExitCode.refused, code]);
    if (error !== undefined) expect(finished.json["error"]).to.have.nested.property("details.error", error);
    expect(await ask(this.anvil.url, "eth_blockNumber")).to.equal(block);
  }

  /** Scaffolds, fills in, checks and proposes. */
  async propose(
    ...words: string[]
  ): Promise<{ readonly path: string; readonly id: string; readonly approval: string }> {
    const path = String((await this.succeeds("change", "new", ...words))["path"]);
    fillDocuments(path);
    await this.succeeds("change", "check", path);
    const proposed = await this.succeeds("change", "propose", path);
    const [approval] = proposed["approvals"] as string[];
    return { path, id: String(proposed["id"]), approval: approval ?? "" };
  }

  /** Signs as owners, without a node, and combines. */
  async signed(file: string, owners: readonly (string | undefined)[]): Promise<string> {
    await Promise.all(
      owners.map(async (owner) => {
        const signing = await this.run(["safe", "sign", file, "--account", owner ?? ""], NO_NODE);
        expect(signing.exitCode, signing.stderr).to.equal(ExitCode.ok);
      }),
    );
    return String((await this.succeeds("safe", "combine", file))["file"]);
  }

  async throughSafe(file: string, owners: readonly (string | undefined)[]): Promise<void> {
    const executed = await this.succeeds("safe", "execute", await this.signed(file, owners));
    expect(executed["outcome"]).to.equal("executed");
  }

  /**
   * Kills the command before the node has its transaction, kills the rerun after the node has it, and lets the third run
   * finish. All three must mean the same bytes, and the account must have sent exactly one transaction.
   */
  async killedTwice(account: string, ...words: string[]): Promise<Answer> {
    const before = await this.nonceOf(account);
    const first = await this.killed("before-sending", words);
    expect(await this.nonceOf(account)).to.equal(before);
    expect(await this.killed("after-sending", words), words.join(" ")).to.equal(first);
    const finished = await this.succeeds(...words);
    expect(await this.nonceOf(account)).to.equal(before + 1);
    const { hash } = Transaction.from(first);
    const receipt = (await ask(this.anvil.url, "eth_getTransactionReceipt", [hash])) as { status?: string } | null;
    expect(receipt?.status, `${words.join(" ")}: ${String(hash)}`).to.equal("0x1");
    return finished;
  }

  async status(id: string): Promise<unknown> {
    return (await this.succeeds("change", "show", id))["status"];
  }

  async nonceOf(account: string): Promise<number> {
    return Number(await ask(this.anvil.url, "eth_getTransactionCount", [account, "latest"]));
  }

  /** Waits until a queued change may execute. */
  async travelToReady(id: string): Promise<void> {
    const { record } = (await this.succeeds("change", "show", id)) as { record: { readyAt: number } };
    await ask(this.anvil.url, "evm_setNextBlockTimestamp", [record.readyAt]);
    await ask(this.anvil.url, "evm_mine");
  }

  /** What a proxy of the suite runs. */
  async implementation(contract: "OperationsLog" | "ChangeManager"): Promise<string> {
    const { address } = this.genesis.record.contracts[contract];
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    return `0x${String(await ask(this.anvil.url, "eth_getStorageAt", [address, slot, "latest"])).slice(-40)}`;
  }

  /** A file with a reason, or with calls. */
  write(name: string, content: string): string {
    mkdirSync(this.folder, { recursive: true });
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Runs a command through a node that falls silent, and kills it while it waits. Returns the bytes that it sent. */
  private async killed(point: StallPoint, words: readonly string[]): Promise<string> {
    const proxy = await startStallingProxy(this.anvil.url, point);
    const child = startHardhat(proxy.url, [...words, "--deployment", this.folder]);
    let stderr = "";
    child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()));
    const ended = once(child, "close").then(() => {
      throw new Error(`${words.join(" ")} ended before it was killed: ${stderr}`);
    });
    const raw = await Promise.race([proxy.stalled, ended]);
    ended.catch(() => undefined);
    child.kill("SIGKILL");
    await proxy.close();
    return raw;
  }
}

export function codeOf({ json }: Finished): unknown {
  return (json["error"] as { code?: unknown } | undefined)?.code;
}
