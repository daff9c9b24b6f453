import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { clearPreviousRun } from "#lib/demo/output";
import { summarySchema } from "#lib/demo/summary";
import { readBag } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { readJsonFile } from "#lib/files/json-file";

import { type DemoRun, demoRun } from "#support/demo-run";

const root = fileURLToPath(new URL("../../../", import.meta.url));

describe("the demonstration", () => {
  let run: DemoRun;

  before(async () => {
    run = await demoRun();
  });

  function demo(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    return spawnSync(execPath, [join(root, "scripts/demo.ts"), ...args], { cwd: root, encoding: "utf8" });
  }

  it("writes a summary of its form, with approval, transactions, gas and outcome of every step", () => {
    const summary = readJsonFile(join(run.out, "summary.json"), summarySchema);
    expect(summary).to.deep.equal(run.summary);
    expect(summary.ok && summary.verification.ok).to.equal(true);
    expect(
      summary.steps.map(({ kind, approval, transactions }) => `${kind} ${String(approval)} ${transactions.length > 0}`),
    ).to.deep.equal([
      "deployment null true",
      "change 2-of-3 true",
      "rollback 2-of-3 true",
      "change 2-of-3 true",
      "change 3-of-5 true",
      "refusal null true",
      "refusal 3-of-5 true",
      "refusal 2-of-3 true",
      "refusal 2-of-3 true",
      "evidence null false",
    ]);
    for (const { name, gas, outcome, kind } of summary.steps) {
      expect(gas > 0, name).to.equal(kind !== "evidence");
      expect(outcome, name).to.not.equal("");
    }
  });

  it("names the custom error of every refused attempt", () => {
    const { contracts, safes } = run.stage.record;
    const outcomes = run.summary.steps.filter(({ kind }) => kind === "refusal").map(({ outcome }) => outcome);
    expect(outcomes).to.have.length(4);
    const [hidden, technical, threshold, swap] = outcomes;
    // ConfigOnly, its call to upgradeToAndCall, mapped to ROUTINE_UPGRADE.
    expect(hidden).to.equal(`FunctionOfAnotherClass(1, ${contracts.OperationsLog.address}, 0x4f1ef286, 17)`);
    expect(technical).to.equal(`MissingConstituency(${safes.governance.address}, 1)`);
    expect(threshold).to.equal(`ThresholdTooLow(${safes.technical.address}, 1, 2)`);
    expect(swap).to.match(new RegExp(`^DelegateCallRefused\\(${safes.technical.address}, 0x[0-9a-fA-F]{40}\\)$`));
  });

  it("has every transaction that it lists on its chain, each once", async () => {
    const listed = run.summary.steps.flatMap(({ transactions }) => transactions);
    expect(new Set(listed).size).to.equal(listed.length);
    for (const hash of listed) expect(await run.stage.provider.getTransactionReceipt(hash), hash).to.not.equal(null);
  });

  it("exports the same bytes again from the same range, also later", async () => {
    const { stage, folder, trust, files } = run;
    await stage.provider.send("hardhat_mine", ["0x3"]);
    const target = join(folder, "again");
    const order = { node: stage.provider, record: stage.record, toBlock: trust.anchor.blockNumber };
    await exportEvidence({ ...order, target, reporter: silentReporter() });
    expect([...readBag(target)]).to.deep.equal([...files]);
  });

  it("runs as a command over an earlier run, leaves that nothing of it, and exits 0", () => {
    const out = join(run.folder, "second");
    mkdirSync(join(out, "bundle"), { recursive: true });
    mkdirSync(join(out, ".bundle-AbCdEf"));
    writeFileSync(join(out, "bundle/bagit.txt"), "of an earlier run");
    writeFileSync(join(out, "summary.json"), "{}");
    const { status, stdout } = demo("--out", out, "--json");
    expect(status).to.equal(0);
    expect(summarySchema.parse(JSON.parse(stdout)).steps.map(({ kind, approval }) => [kind, approval])).to.deep.equal(
      run.summary.steps.map(({ kind, approval }) => [kind, approval]),
    );
    expect(readdirSync(out).sort()).to.deep.equal(["bundle", "deployment", "summary.json", "trust.json"]);
    readBag(join(out, "bundle"));
  });

  it("refuses a folder with anything of somebody else's, and touches nothing in it", () => {
    const own = join(run.folder, "own");
    for (const [path, name] of [
      ["notes.txt", "notes.txt"],
      ["bundle/thesis.txt", "bundle"],
      ["deployment/mine.json", "deployment"],
      ["summary.json/x", "summary.json"],
    ] as const) {
      mkdirSync(join(own, path, ".."), { recursive: true });
      writeFileSync(join(own, path), "mine");
      writeFileSync(join(own, "trust.json"), "{}");
      expect(() => {
        clearPreviousRun(own);
      })
        .to.throw(`${own} holds "${name}", which no demonstration wrote.`)
        .with.property("code", "input/target-not-empty");
      expect(readFileSync(join(own, path), "utf8")).to.equal("mine");
      expect(readFileSync(join(own, "trust.json"), "utf8")).to.equal("{}");
      rmSync(own, { recursive: true });
    }
  });

  it("refuses arguments that it does not know and places that are no folder, with exit code 2", () => {
    const file = join(run.folder, "file");
    writeFileSync(file, "");
    for (const [args, code] of [
      [["--out", file], "input/target"],
      [["--out", ""], "input/arguments"],
      [["--fast"], "input/arguments"],
    ] as const) {
      const { status, stdout } = demo(...args, "--json");
      const { error } = JSON.parse(stdout) as { readonly error: { readonly code: string } };
      expect([status, error.code], args.join(" ")).to.deep.equal([2, code]);
    }
    expect(readFileSync(file, "utf8")).to.equal("");
  });
});
