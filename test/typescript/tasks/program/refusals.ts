import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id as keccak } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { plainSafeTransaction } from "#lib/safe/safe-transaction";
import { safeRequest } from "#lib/safe/safe-file";

import { accepted } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { build, csvOf, payoutRows, RULES_FILE, SECRET } from "#support/payout";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, tasksOf, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

/** They need no network. */
const OFFLINE = ["batch build", "batch prove", "batch verify"];

const CASES: readonly RefusalCase[] = [
  ["program register", { rules: "note.md" }, "input/not-json"],
  ["program register", { authority: "atlantis" }, "input/unknown-entity"],
  ["program register", { privacy: "secret" }, "input/privacy-mode"],
  ["program register", { metadata: "" }, "input/reason"],
  ["program register", { legal: "template.md" }, "refused/artifact-unfilled"],
  ["program publish", { rules: "nowhere.json" }, "input/file-unreadable"],
  ["program publish", { uri: "x".repeat(513) }, "input/uri"],
  ["program record", { program: "" }, "input/label"],
  ["program record", { paper: "Memo" }, "input/paper"],
  ["program record", { file: "nowhere.md" }, "input/reason"],
  ["program authorise", { entity: "256" }, "input/unknown-entity"],
  ["program authorise", { approval: "" }, "input/reason"],
  ["program withdraw", { entity: "atlantis" }, "input/unknown-entity"],
  ["program withdraw", { reason: "" }, "input/reason"],
  ["program advance", { to: "Assessment" }, "input/phase"],
  ["program advance", { participants: "many" }, "input/integer"],
  ["program advance", { amount: "1.5" }, "input/integer"],
  ["program advance", { decision: "" }, "input/reason"],
  ["program caps", { amount: "-1" }, "input/integer"],
  ["program budget", { budget: "1e6" }, "input/integer"],
  ["program budget", { approval: "nowhere.md" }, "input/reason"],
  ["program threshold", { perDay: "" }, "input/integer"],
  ["program close", { reason: "" }, "input/reason"],
  ["program verify", { file: "nowhere.json" }, "input/file-unreadable"],
  ["program verify", { file: "other-safe.json" }, "refused/unknown-safe"],
  ["program verify", { file: "other-call.json" }, "refused/no-program-act"],
  ["program verify", { file: "other-council.json" }, "refused/no-program-act"],
  ["program show", { program: ".." }, "input/label"],
  ["batch build", { period: "0" }, "input/period"],
  ["batch build", { name: "First Batch" }, "input/batch-name"],
  ["batch build", { rows: "three" }, "input/integer"],
  ["batch build", { total: "" }, "input/integer"],
  ["batch build", { rules: "note.md" }, "input/not-json"],
  ["batch build", { secret: "ANYTHING" }, "input/secret"],
  ["batch build", { secretFile: "" }, "input/secret"],
  ["batch build", { secretFile: "note.md" }, "refused/secret-exposed"],
  ["batch build", { payout: "note.md" }, "input/payout-format"],
  ["batch prove", { row: "last" }, "input/integer"],
  ["batch prove", { row: "3" }, "input/row-index"],
  ["batch prove", { batch: "nowhere" }, "input/file-unreadable"],
  ["batch verify", { root: "0x12" }, "input/digest"],
  ["batch verify", { file: "rules.json" }, "input/schema"],
  ["batch submit", { batch: "nowhere" }, "input/file-unreadable"],
  ["batch authorise", { batch: keccak("x") }, "input/batch-folder"],
  ["batch reject", { reason: "" }, "input/reason"],
  ["batch reject", { batch: "nowhere" }, "input/batch"],
  ["batch settle", { reference: "" }, "input/label"],
  ["batch settle", { amount: "1.50" }, "input/integer"],
  ["batch settle", { rows: "" }, "input/integer"],
  ["batch reverse", { reference: "0x0" }, "input/label"],
  ["batch reverse", { reason: "" }, "input/reason"],
  ["batch exception", { row: "" }, "input/integer"],
  ["batch exception", { row: "3" }, "input/row-index"],
  ["batch finding", { reason: "" }, "input/reason"],
  ["batch dispute", { evidence: "" }, "input/reason"],
  ["batch resolve", { outcome: "maybe" }, "input/outcome"],
  ["batch resolve", { decision: "" }, "input/reason"],
  ["batch overrule", { outcome: "withdrawn" }, "input/outcome"],
  ["batch withdraw-finding", { row: "x" }, "input/integer"],
  ["batch reconcile", { batch: keccak("x") }, "input/batch-folder"],
  ["batch write-off", { batch: "nowhere" }, "input/batch"],
  ["batch show", { batch: "nowhere" }, "input/batch"],
  ["batch list", { program: "" }, "input/label"],
];

describe("program and batch tasks: refusals", function () {
  this.timeout(120_000);

  let batch: string;

  before(async () => {
    ({ folder: batch } = await build(payoutRows(3)));
  });

  itRefuses({ cases: CASES, tasks: online, country, rightArguments });

  it("has a case for every task", () => {
    const silent = tasksOf("program", "batch").filter((id) => !CASES.some(([tested]) => tested === id));
    // It takes nothing but a deployment.
    expect(silent).to.deep.equal(["program list"]);
  });

  /** Arguments that are right, altered by `given`; files are those of the folder. */
  function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
    const right = {
      ...{ program: "child-benefit", authority: "benefits-agency", privacy: "private", entity: "payment-offices" },
      ...{ paper: "Metadata", to: "Pilot", participants: "10", amount: "1000", budget: "1000", perDay: "10" },
      ...{ period: "1", rows: "3", total: "3003", name: "first", reference: "rail-1", row: "1", outcome: "upheld" },
      ...{ root: keccak("root"), batch, secret: "", uri: "" },
    };
    const files = {
      ...{ rules: "rules.json", metadata: "note.md", legal: "note.md", approval: "note.md", reason: "note.md" },
      ...{ decision: "note.md", evidence: "note.md", payout: "payout.csv", secretFile: "secret" },
      file: id === "program verify" ? "act.json" : "note.md",
    };
    const named = { ...files, ...given };
    const inFolder = Object.keys(files).map((name) => [name, named[name as keyof typeof named]] as const);
    const paths = inFolder.map(([name, value]) => [name, value === "" ? "" : join(folder, value)] as const);
    const merged = { ...right, ...given, ...Object.fromEntries(paths) };
    return { ...accepted(id, merged), deployment: folder };
  }
});

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  const record = paperRecord();
  writeContractsRecord(folder, record);
  copyDemoCountry(folder);
  writeFileSync(join(folder, "note.md"), "As decided.\n");
  writeFileSync(join(folder, "template.md"), "[[What was decided.]]\n");
  writeFileSync(join(folder, "rules.json"), JSON.stringify(rules()));
  writeFileSync(join(folder, "payout.csv"), csvOf(payoutRows(3)));
  writeFileSync(join(folder, "secret"), `0x${SECRET.toString("hex")}`);
  chmodSync(join(folder, "secret"), 0o600);
  const { safes, contracts } = record;
  const request = (safe: string, to: string, data: string): object =>
    safeRequest({ chainId: 31337, safe, description: "", transaction: plainSafeTransaction(to, data, 0n) });
  const close = suiteInterface("ProgramRegistry").encodeFunctionData("closeProgram", [keccak("a"), keccak("b")]);
  const registry = contracts.ProgramRegistry.address;
  for (const [name, value] of [
    ["act", request(safes.sovereign.address, registry, close)],
    ["other-safe", request(anAddress(99), registry, close)],
    ["other-call", request(safes.sovereign.address, contracts.ChangeManager.address, "0x")],
    ["other-council", request(safes.program.address, registry, close)],
  ] as const) {
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(value));
  }
  return folder;
}

function rules(): unknown {
  return JSON.parse(readFileSync(RULES_FILE, "utf8"));
}

function online(): string[] {
  return tasksOf("program", "batch").filter((id) => !OFFLINE.includes(id));
}
