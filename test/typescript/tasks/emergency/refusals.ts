import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { plainSafeTransaction } from "#lib/safe/safe-transaction";
import { safeRequest } from "#lib/safe/safe-file";

import { accepted, captureTask } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, tasksOf, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

const INCIDENT = "2026-11-21-issuer-key";

const CASES: readonly RefusalCase[] = [
  ["emergency restrict", { incident: "0x1234" }, "input/label"],
  ["emergency restrict", { incident: "" }, "input/label"],
  ["emergency restrict", { system: "atlantis" }, "input/unknown-system"],
  ["emergency restrict", { mode: "NORMAL" }, "input/mode"],
  ["emergency restrict", { mode: "" }, "input/mode"],
  ["emergency restrict", { duration: "73h" }, "input/duration"],
  ["emergency restrict", { duration: "soon" }, "input/duration"],
  ["emergency restrict", { severity: "SEV3" }, "input/severity"],
  ["emergency restrict", { reason: "nowhere.md" }, "input/reason"],
  ["emergency restrict", { reason: "template" }, "refused/artifact-unfilled"],
  ["emergency restrict", { playbook: "issuer-key-compromise" }, "input/options"],
  ["emergency restrict", { playbook: "../x", system: "", mode: "", reason: "" }, "input/label"],
  ["emergency narrative", { file: "" }, "input/reason"],
  ["emergency narrative", { incident: "a/b" }, "input/label"],
  ["emergency extend", { system: "atlantis" }, "input/unknown-system"],
  ["emergency extend", { mode: "NORMAL" }, "input/mode"],
  ["emergency extend", { until: "tomorrow" }, "input/time"],
  ["emergency extend", { until: "" }, "input/time"],
  ["emergency extend", { reason: "" }, "input/reason"],
  ["emergency restore", { system: "" }, "input/unknown-system"],
  ["emergency restore", { mode: "HALTED" }, "input/mode"],
  ["emergency restore", { reason: "" }, "input/reason"],
  ["emergency refill", { system: "atlantis" }, "input/unknown-system"],
  ["emergency refill", { reason: "" }, "input/reason"],
  ["emergency override", { system: "atlantis" }, "input/unknown-system"],
  ["emergency override", { operation: "MINT" }, "input/operation"],
  ["emergency override", { until: "12" }, "input/time"],
  ["emergency override", { incident: "" }, "input/label"],
  ["emergency override", { evidence: "nowhere.md" }, "input/reason"],
  ["emergency override", { end: true, reason: "" }, "input/reason"],
  ["emergency playbook", { name: "none" }, "input/unknown-playbook"],
  ["emergency verify", { file: "nowhere.json" }, "input/file-unreadable"],
  ["emergency verify", { file: "other-safe.json" }, "refused/unknown-safe"],
  ["emergency verify", { file: "other-call.json" }, "refused/no-emergency-act"],
  ["incident open", { incident: "" }, "input/label"],
  ["incident open", { severity: "SEV5" }, "input/severity"],
  ["incident open", { report: "" }, "input/reason"],
  ["incident open", { as: "minister" }, "input/capacity"],
  ["incident open", { account: "0xzz" }, "input/address"],
  ["incident open", { account: anAddress(1) }, "input/no-key"],
  ["incident acknowledge", { incident: "0x" }, "input/label"],
  ["incident register", { incident: "a/b" }, "input/label"],
  ["incident severity", { to: "SEV0" }, "input/severity"],
  ["incident severity", { reason: "" }, "input/reason"],
  ["incident reassign", { entity: "atlantis" }, "input/unknown-entity"],
  ["incident reassign", { entity: "256" }, "input/unknown-entity"],
  ["incident reassign", { reason: "nowhere.md" }, "input/reason"],
  ["incident mitigate", { note: "" }, "input/reason"],
  ["incident resolve", { note: "template" }, "refused/artifact-unfilled"],
  ["incident statement", { audience: "press" }, "input/audience"],
  ["incident statement", { file: "" }, "input/reason"],
  ["incident name-key", { key: "0x12" }, "input/key"],
  ["incident name-key", { key: "office-2026" }, "input/key"],
  ["incident name-key", { key: "issuer:" }, "input/label"],
  ["incident review", { incident: "x y" }, "input/label"],
  ["incident accept", { opinion: "" }, "input/reason"],
  ["incident reject", { reason: "" }, "input/reason"],
  ["incident show", { incident: ".." }, "input/label"],
];

describe("emergency and incident tasks: refusals", function () {
  this.timeout(60_000);

  itRefuses({ cases: CASES, tasks: verbs, country, rightArguments });

  it("a playbook compares its document before it asks a node", async () => {
    const folder = country();
    writeContractsRecord(folder, { ...paperRecord(), chainId: 1 });
    writeFileSync(join(folder, "playbooks/issuer-key-compromise.md"), "Another document.");
    const { exitCode } = await captureTask(["emergency", "playbook"], rightArguments("emergency playbook", {}, folder));
    expect(exitCode).to.equal(ExitCode.conflict);
  });

  it("has a case for every task", () => {
    const silent = verbs().filter((id) => !CASES.some(([tested]) => tested === id));
    // They take nothing but a deployment.
    expect(silent).to.deep.equal(["emergency status", "incident list"]);
  });
});

/** Arguments that are right, altered by `given`; files are those of the folder. */
function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
  const playbook = given["playbook"] !== undefined;
  const right = {
    incident: INCIDENT,
    system: "credential-office",
    mode: id === "emergency restore" ? "NORMAL" : "HALTED",
    duration: "12h",
    severity: "SEV1",
    until: "2h",
    operation: "SETTLE",
    audience: "public",
    key: "issuer:office-1",
    to: "SEV2",
    entity: "parliament",
    name: "issuer-key-compromise",
    ...(playbook ? {} : { playbook: "" }),
  };
  const files = Object.fromEntries(
    ["reason", "evidence", "report", "note", "opinion", "file"].map((name) => [name, "note.md"]),
  );
  if (id === "emergency verify") files["file"] = "act.json";
  const merged: Record<string, unknown> = { ...right, ...files, ...given };
  for (const name of [...Object.keys(files)]) {
    const value = merged[name];
    if (typeof value !== "string" || value === "") continue;
    merged[name] = join(folder, value === "template" ? "template.md" : value);
  }
  return { ...accepted(id, merged), deployment: folder };
}

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  const record = paperRecord();
  writeContractsRecord(folder, record);
  copyDemoCountry(folder);
  writeFileSync(join(folder, "note.md"), "The credential office did not issue it.\n");
  writeFileSync(join(folder, "template.md"), "[[What happened.]]\n");
  const request = (safe: string, to: string): object =>
    safeRequest({ chainId: 31337, safe, description: "", transaction: plainSafeTransaction(to, "0x", 0n) });
  const { safes, contracts } = record;
  const controller = contracts.EmergencyController.address;
  writeFileSync(join(folder, "act.json"), JSON.stringify(request(safes.emergency.address, controller)));
  writeFileSync(join(folder, "other-safe.json"), JSON.stringify(request(anAddress(99), controller)));
  const manager = contracts.ChangeManager.address;
  writeFileSync(join(folder, "other-call.json"), JSON.stringify(request(safes.emergency.address, manager)));
  return folder;
}

function verbs(): string[] {
  return tasksOf("emergency", "incident");
}
