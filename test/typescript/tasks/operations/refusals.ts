import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { accepted } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, tasksOf, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

const CASES: readonly RefusalCase[] = [
  ["operations record", { kind: "Memo" }, "input/kind-of-document"],
  ["operations record", { subject: "" }, "input/label"],
  ["operations record", { file: "nowhere.md" }, "input/reason"],
  ["operations record", { kind: "OnCallRoster", file: "note.md" }, "input/not-json"],
  ["operations record", { uri: "x".repeat(513), account: "" }, "input/uri"],
  ["operations show", { kind: "Memo" }, "input/kind-of-document"],
  ["operations show", { subject: "a/b" }, "input/label"],
  ["operations list", { folder: "nowhere" }, "input/folder"],
  ["operations list", { folder: "note.md" }, "input/folder"],
  ["operations on-call", { at: "3am" }, "input/time"],
  ["operations on-call", { roster: "nowhere.json" }, "input/file-unreadable"],
  ["operations on-call", { roster: "governance.json" }, "input/schema"],
  ["operations window announce", { from: "tonight" }, "input/time"],
  ["operations window announce", { from: "" }, "input/time"],
  ["operations window announce", { length: "" }, "input/duration"],
  ["operations window announce", { notice: "" }, "input/reason"],
  ["operations window announce", { account: anAddress(1) }, "input/no-key"],
  ["operations window withdraw", { window: "first" }, "input/integer"],
];

describe("operations tasks: refusals", () => {
  itRefuses({ cases: CASES, tasks: () => tasksOf("operations"), country, rightArguments });

  it("has a case for every task", () => {
    const silent = tasksOf("operations").filter((id) => !CASES.some(([tested]) => tested === id));
    // They take nothing but a deployment.
    expect(silent).to.deep.equal(["operations releases", "operations window list"]);
  });
});

/** Arguments that are right, altered by `given`; files are those of the folder. */
function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
  const document = { kind: "Runbook", subject: "suite", file: "note.md", folder: ".", at: "2026-11-21T03:00:00Z" };
  const window = { from: "2100-01-01T00:00:00Z", length: "2h", notice: "note.md", window: "1" };
  const merged: Record<string, unknown> = { ...document, ...window, roster: "on-call.json", ...given };
  for (const name of ["file", "folder", "notice", "roster"]) {
    if (merged[name] !== "") merged[name] = join(folder, String(merged[name]));
  }
  return { ...accepted(id, merged), deployment: folder };
}

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  writeContractsRecord(folder, paperRecord());
  copyDemoCountry(folder);
  cpSync("docs/templates/operations/on-call.json", join(folder, "on-call.json"));
  writeFileSync(join(folder, "note.md"), "The indexers are moved to new hosts.\n");
  return folder;
}
