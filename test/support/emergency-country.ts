import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { silentReporter } from "#lib/console/reporter";
import { publicWallet } from "#lib/demo/public-accounts";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { deploySuite } from "#lib/deployment/deploy-suite";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import type { Governance } from "#lib/deployment/governance-schema";
import { ExitCode } from "#lib/errors/exit-code";
import { readSafeRequest, signaturePath, writeSafeFile } from "#lib/safe/safe-file";
import { signSafeRequest } from "#lib/safe/sign-request";
import { captureTask } from "#support/captured-task";
import { demoGovernance, suiteArtifacts } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";

/** Code that reverts, whatever it is asked. */
const REVERTS = "0x5f5ffd";

type Answer = Readonly<Record<string, unknown>>;

/** The demonstration country with its systems and its playbook, on this process's chain, driven by tasks. */
export class EmergencyCountry {
  readonly governance: Governance;
  readonly record: ContractsRecord;
  readonly folder: string;
  /** Tasks that succeeded. */
  readonly succeeded = new Set<string>();

  private constructor(governance: Governance, record: ContractsRecord, folder: string) {
    this.governance = governance;
    this.record = record;
    this.folder = folder;
  }

  static async start(): Promise<EmergencyCountry> {
    const folder = temporaryFolder();
    copyDemoCountry(folder);
    const { provider } = await hre.network.getOrCreate();
    const governance = demoGovernance();
    const record = await deploySuite({
      governance,
      artifacts: await suiteArtifacts(),
      rpc: provider,
      directory: folder,
      reporter: silentReporter(),
    });
    return new EmergencyCountry(governance, record, folder);
  }

  /** Runs a task that must end as `code` says; returns its one document. */
  async answers(task: string, given: object = {}, code: ExitCode = ExitCode.ok): Promise<Answer> {
    const { exitCode, stdout, stderr } = await captureTask(task.split(" "), { deployment: this.folder, ...given });
    expect(exitCode, `${task}: ${stderr}`).to.equal(code);
    if (exitCode === ExitCode.ok) this.succeeded.add(task);
    return JSON.parse(stdout) as Answer;
  }

  /** Runs a task that must be refused with a stable code. */
  async refuses(task: string, given: object, code: string, exitCode: ExitCode = ExitCode.refused): Promise<void> {
    const { error } = await this.answers(task, given, exitCode);
    expect(error, task).to.have.property("code", code);
  }

  /** Signs a file as the first owners of a council, as many as it takes, and executes it. */
  async throughSafe(file: unknown, council: CouncilKey): Promise<Answer> {
    return this.answers("safe execute", { file: await this.signed(file, council) });
  }

  /** Signs a file as the first owners of a council, as many as it takes; returns what can be executed. */
  async signed(file: unknown, council: CouncilKey): Promise<unknown> {
    const path = String(file);
    const { seats, threshold } = this.governance.councils[council];
    const request = readSafeRequest(path);
    for (const { owner } of seats.slice(0, threshold)) {
      const { file: signature } = await signSafeRequest(request, publicWallet(owner));
      writeSafeFile(signaturePath(path, request.safeTxHash, owner), signature);
    }
    return (await this.answers("safe combine", { file: path }))["file"];
  }

  /** A file in the deployment's folder. */
  write(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** The first account that holds a role. */
  operator(role: string): string {
    return this.governance.operators.find(({ roles }) => roles.some((held) => held === role))?.account ?? "";
  }

  /** Does something while the IncidentRegistry fails. */
  async withoutRegistry(act: () => Promise<unknown>): Promise<void> {
    const { provider } = await hre.network.getOrCreate();
    const { address } = this.record.contracts.IncidentRegistry;
    const code: unknown = await provider.request({ method: "eth_getCode", params: [address, "latest"] });
    await provider.request({ method: "hardhat_setCode", params: [address, REVERTS] });
    try {
      await act();
    } finally {
      await provider.request({ method: "hardhat_setCode", params: [address, code] });
    }
  }

  async passTime(seconds: number): Promise<void> {
    const { provider } = await hre.network.getOrCreate();
    await provider.request({ method: "evm_increaseTime", params: [seconds] });
    await provider.request({ method: "evm_mine" });
  }

  async travelTo(time: number): Promise<void> {
    const { provider } = await hre.network.getOrCreate();
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [time] });
    await provider.request({ method: "evm_mine" });
  }

  async blockNumber(): Promise<unknown> {
    const { provider } = await hre.network.getOrCreate();
    return provider.request({ method: "eth_blockNumber" });
  }
}

/** What people have before anything is deployed: governance.json and the documents of its playbooks. */
export function copyDemoCountry(folder: string): void {
  for (const name of ["governance.json", "playbooks"]) {
    cpSync(join("deployments/demo", name), join(folder, name), { recursive: true });
  }
}
