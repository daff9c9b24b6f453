import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { Contract } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { SIGNING_KEY } from "#lib/demo/credential-scenes";
import { INCIDENT } from "#lib/demo/emergency-case";
import { folderOf, PROGRAM } from "#lib/demo/program-case";
import { clearPreviousRun } from "#lib/demo/output";
import { summarySchema } from "#lib/demo/summary";
import { readOpenDebts } from "#lib/emergency/read-debts";
import { systemId } from "#lib/emergency/system-id";
import { readBag } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { readJsonFile } from "#lib/files/json-file";
import { postmortemPath } from "#lib/incident/folder";
import { findIncident } from "#lib/incident/read-incident";
import { readStory } from "#lib/incident/story";

import { readProgram } from "#lib/program/read-program";

import { type DemoRun, demoRun } from "#support/demo-run";

/** An emergency from its report to its review, as the summary lists it. */
const emergencySteps: readonly string[] = [
  "operation null true",
  "refusal null true",
  "operation null true",
  "incident null true",
  "restriction 2-of-3 true",
  "refusal null true",
  "operation null true",
  "incident null true",
  "incident 2-of-3 true",
  "refusal 2-of-3 true",
  "refusal 3-of-5 true",
  "override 3-of-5 true",
  "refusal null true",
  "refusal null true",
  "change 2-of-3 and 3-of-5 true",
  "incident null true",
  "refusal null true",
  "incident null true",
  "expiry null false",
  "restoration 3-of-5 true",
  "expiry null false",
  "incident null true",
  "incident null true",
];

/** Keys of operators, conversions both ways, and a limit that is tightened at once and loosened by rule. */
const bridgeSteps: readonly string[] = [
  "operation null true",
  "operation null true",
  "operation null true",
  "refusal null true",
  "refusal null true",
  "restriction 2-of-3 true",
  "refusal 3-of-5 true",
  "change 3-of-5 true",
  "operation null true",
];

/** A programme from its registration through its pilot, with one batch. */
const programSteps: readonly string[] = [
  "program 3-of-5 true",
  "refusal 3-of-5 true",
  "program 3-of-5 true",
  "program 2-of-3 and 3-of-5 true",
  "distribution null true",
  "refusal null true",
  "distribution 2-of-3 true",
  "refusal null true",
  "distribution null true",
  "distribution null true",
  "refusal null true",
  "distribution null true",
  "refusal 3-of-5 true",
  "program 3-of-5 true",
];

const root = fileURLToPath(new URL("../../../", import.meta.url));

describe("the demonstration", () => {
  let run: DemoRun;

  before(async () => {
    run = await demoRun();
  });

  function demo(...args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    return spawnSync(execPath, [join(root, "scripts/demo.ts"), ...args], { cwd: root, encoding: "utf8" });
  }

  /** When the council restricted a system, and until when as strictly. */
  async function restrictionOf(id: string): Promise<{ readonly strictUntil: number; readonly restrictedAt: number }> {
    const story = await readStory(run.stage.provider, run.stage.record, INCIDENT.id);
    const event = story.find(({ name, args }) => name === "SystemRestricted" && args["systemId"] === id);
    return { strictUntil: Number(event?.args["strictUntil"]), restrictedAt: event?.time ?? Number.NaN };
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
      ...emergencySteps,
      ...bridgeSteps,
      ...programSteps,
      "refusal null true",
      "refusal 3-of-5 true",
      "refusal 2-of-3 true",
      "refusal 2-of-3 true",
      "evidence null false",
    ]);
    for (const { name, gas, outcome, kind } of summary.steps) {
      expect(gas > 0, name).to.equal(kind !== "evidence" && kind !== "expiry");
      expect(outcome, name).to.not.equal("");
    }
  });

  it("names the custom error of every refused attempt", () => {
    const { contracts, safes } = run.stage.record;
    const outcomes = run.summary.steps.filter(({ kind }) => kind === "refusal").map(({ outcome }) => outcome);
    expect(outcomes).to.have.length(19);
    const [hidden, technical, threshold, swap] = outcomes.slice(15);
    // ConfigOnly, its call to upgradeToAndCall, mapped to ROUTINE_UPGRADE.
    expect(hidden).to.equal(`FunctionOfAnotherClass(1, ${contracts.OperationsLog.address}, 0x4f1ef286, 17)`);
    expect(technical).to.equal(`MissingConstituency(${safes.governance.address}, 1)`);
    expect(threshold).to.equal(`ThresholdTooLow(${safes.technical.address}, 1, 2)`);
    expect(swap).to.match(new RegExp(`^DelegateCallRefused\\(${safes.technical.address}, 0x[0-9a-fA-F]{40}\\)$`));
  });

  it("refuses of the bridge what was said before, what never was, and what monitoring has not acknowledged", () => {
    const refused = run.summary.steps.filter(({ kind }) => kind === "refusal").slice(7, 10);
    const names = refused.map(({ outcome }) => outcome.slice(0, outcome.indexOf("(")));
    expect(names).to.deep.equal(["UnexpectedConversionStatus", "ReleaseExceedsReserve", "AcknowledgementMissing"]);
  });

  it("takes a programme through its pilot, and refuses what papers, Safe, caps and books do not allow", async () => {
    const { stage, summary } = run;
    const refused = summary.steps.filter(({ kind }) => kind === "refusal").slice(10, 15);
    expect(refused.map(({ outcome }) => outcome.slice(0, outcome.indexOf("(")))).to.deep.equal([
      "RequirementMissing",
      "UnexpectedBatchStatus",
      "AmountAboveCap",
      "SettledDiffers",
      "RequirementMissing",
    ]);
    const { phase, budget, volume } = await readProgram(stage.provider, stage.record, PROGRAM);
    expect(phase).to.equal("Expansion");
    const { settled, exceptions, authorised } = volume;
    expect(budget.committed).to.equal(settled);
    expect((settled ?? 0n) + (exceptions ?? 0n)).to.equal(authorised);
    expect(existsSync(join(folderOf(stage), "payout.csv")), "identifiers are left").to.equal(false);
  });

  it("refuses in an emergency what is not allowed in one, each by its own error", async () => {
    const { record, governance } = run.stage;
    const refused = run.summary.steps.filter(({ kind }) => kind === "refusal").slice(1, 7);
    const [halted, again, override, elsewhere, core, key] = refused.map(({ outcome }) => outcome);
    const [service, issuer] = governance.emergency.systems.map((system) => systemId(system));
    const { strictUntil, restrictedAt } = await restrictionOf(issuer ?? "");
    const until = new Date(strictUntil * 1000).toISOString().replace(".000", "");
    expect(strictUntil - restrictedAt).to.equal(86_400);
    expect(halted).to.equal(
      `OperationRestricted(${issuer ?? ""}, 3, 0, ${strictUntil}): credential-office is HALTED, no ISSUE until ${until}`,
    );
    expect(again).to.equal(`NotStricter(${service ?? ""}, 1, 1)`);
    const [asked, , latest] =
      /^OverrideOutOfBounds\((\d+), (\d+), (\d+)\)$/
        .exec(override ?? "")
        ?.slice(1)
        .map(Number) ?? [];
    expect((asked ?? 0) > (latest ?? 0), override).to.equal(true);
    expect(elsewhere).to.equal(`TargetOfNoSystem(${record.contracts.OperationsLog.address})`);
    expect(core).to.equal(`CoreTargetForbidden(5, ${record.contracts.ChangeManager.address})`);
    expect(key).to.equal(`KeyNotRotated(${INCIDENT.id}, ${SIGNING_KEY})`);
  });

  it("makes no issuer of whoever runs the infrastructure, and says why", () => {
    const refused = run.summary.steps.find(({ kind }) => kind === "refusal");
    expect(refused?.outcome).to.equal(
      "SeparationOfDuties(7, 11, 8): systems-agency is TECHNICAL_OPERATOR and cannot be ISSUER",
    );
  });

  it("takes emergency power from its use to its account", async () => {
    const { stage, summary } = run;
    const outcomes = summary.steps.map(({ name, outcome }) => `${name}: ${outcome}`);
    expect(outcomes).to.include.members([
      "Restriction by playbook: identity LIMITED for 2d, credential-office HALTED for 1d",
      "The issuer's halt ends: credential-office: HALTED → LIMITED, by time alone",
      "Service restored ahead of time: identity: LIMITED → NORMAL, ahead of time",
      "The issuer's step-down ends: credential-office: LIMITED → NORMAL, by time alone",
    ]);
    // The chain's clock is the machine's: a busy one takes a second more.
    const fix = outcomes.find((outcome) => outcome.startsWith("Emergency fix of the credential ledger"));
    expect(fix).to.match(/: executed [1-9]\d?s after the second council approved$/);
    expect((await findIncident(stage.provider, stage.record, INCIDENT)).status).to.equal("Reviewed");
    expect(await readOpenDebts(stage.provider, stage.record, await stage.now())).to.deep.equal([]);
    const ledger = new Contract(
      stage.record.contracts.CredentialLedger.address,
      ["function rehearsal() view returns (uint256)"],
      stage.provider,
    );
    expect(await ledger.getFunction("rehearsal").staticCall()).to.equal(2n);
    const postmortem = readFileSync(postmortemPath(stage.directory, INCIDENT), "utf8");
    for (const fact of ["SystemRestricted", "OverrideGranted", "StatementPublished", SIGNING_KEY]) {
      expect(postmortem).to.include(fact);
    }
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
