import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { ExitCode } from "#lib/errors/exit-code";
import { writeContractsRecord } from "#lib/deployment/contracts-record";

import { paperRecord } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

/** What tasks answer to bad input: the exit code says it, and nothing is written. */
describe("change and safe tasks", () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  const common = {
    json: true,
    account: "",
    confirmations: "0",
    dryRun: false,
    validFor: "7d",
    executor: "",
    safe: "",
    reason: "",
    out: "",
  };

  it("refuse an unknown class, a malformed address, a malformed duration", async () => {
    const deployment = prepared();
    const blank = {
      release: "1",
      uri: "",
      call: "",
      rollbackCall: "",
      from: "",
      upgrade: "",
      proxy: "",
      reference: "",
      constructorArgs: "",
      irreversible: false,
    };
    await answers(
      ["change", "new"],
      { ...blank, class: "Anything", title: "T", deployment },
      ExitCode.badInput,
      deployment,
    );
    await answers(
      ["change", "new"],
      { ...blank, class: "ConfigOnly", title: "T", call: "nonsense", deployment },
      ExitCode.badInput,
      deployment,
    );
    await answers(["change", "check"], { dossier: "none", deployment }, ExitCode.badInput, deployment);
    await answers(["safe", "show"], { safe: "0x1234", deployment }, ExitCode.badInput, deployment);
    await answers(["safe", "show"], { safe: "council", deployment }, ExitCode.badInput, deployment);
    await answers(
      ["change", "propose"],
      { dossier: "none", validFor: "soon", deployment },
      ExitCode.badInput,
      deployment,
    );
    await answers(["change", "execute"], { change: "none", window: "-1", deployment }, ExitCode.badInput, deployment);
    await answers(["change", "veto"], { change: "none", safe: "nobody", deployment }, ExitCode.badInput, deployment);
    await answers(["change", "veto"], { change: "none", safe: "technical", deployment }, ExitCode.badInput, deployment);
  });

  it("refuse a deployment that is missing, truncated, or for another chain", async () => {
    const missing = temporaryFolder();
    await answers(["change", "list"], { deployment: missing }, ExitCode.badInput, missing);
    const truncated = temporaryFolder();
    writeFileSync(join(truncated, "contracts.json"), '{"schema": "sign.contr');
    await answers(["change", "list"], { deployment: truncated }, ExitCode.badInput, truncated);
    const elsewhere = temporaryFolder();
    writeContractsRecord(elsewhere, { ...paperRecord(), chainId: 1 });
    await answers(["change", "list"], { deployment: elsewhere }, ExitCode.chain, elsewhere);
  });

  it("refuse Safe files that are missing or no Safe transaction", async () => {
    const deployment = prepared();
    const file = join(deployment, "file.json");
    await answers(["safe", "sign"], { file, deployment }, ExitCode.badInput, deployment);
    writeFileSync(file, "{}");
    for (const verb of ["sign", "combine", "execute"]) {
      await answers(["safe", verb], { file, signatures: [], deployment }, ExitCode.badInput, deployment);
    }
    mkdirSync(join(deployment, "folder.json"));
    await answers(
      ["safe", "sign"],
      { file: join(deployment, "folder.json"), deployment },
      ExitCode.badInput,
      deployment,
    );
  });

  function prepared(): string {
    const folder = temporaryFolder();
    writeContractsRecord(folder, paperRecord());
    return folder;
  }

  async function answers(id: string[], taskArguments: object, code: number, deployment: string): Promise<void> {
    const before = existsSync(deployment) ? readdirSync(deployment) : [];
    const task = hre.tasks.getTask(id);
    const accepted = Object.fromEntries(
      Object.entries({ ...common, ...taskArguments }).filter(
        ([name]) => task.options.has(name) || task.positionalArguments.some((argument) => argument.name === name),
      ),
    );
    const write = process.stdout.write.bind(process.stdout);
    const complain = process.stderr.write.bind(process.stderr);
    let stdout = "";
    process.stdout.write = (text: string | Uint8Array): boolean => ((stdout += text.toString()), true);
    process.stderr.write = (): boolean => true;
    let exitCode: unknown;
    try {
      exitCode = await task.run(accepted);
    } finally {
      process.stdout.write = write;
      process.stderr.write = complain;
    }
    expect(exitCode, `${id.join(" ")}: ${stdout}`).to.equal(code);
    expect((JSON.parse(stdout) as { ok: boolean }).ok).to.equal(false);
    expect(readdirSync(deployment)).to.deep.equal(before);
  }
});
