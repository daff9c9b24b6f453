import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { accepted } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, tasksOf, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

/** What begins like no category of keys. */
const NO_KEY = `0x${"77".repeat(32)}`;

const CASES: readonly RefusalCase[] = [
  ["key register", { key: "office-2026" }, "input/key"],
  ["key register", { key: "minister:office-2026" }, "input/key"],
  ["key register", { key: "issuer:office:2026" }, "input/key"],
  ["key register", { key: NO_KEY }, "input/key"],
  ["key register", { key: "issuer:" }, "input/label"],
  ["key register", { key: "operator:0x1234" }, "input/address"],
  ["key register", { holder: "" }, "input/address"],
  ["key register", { holder: "0xzz" }, "input/address"],
  ["key register", { holder: "ministers" }, "input/council"],
  ["key register", { custody: "" }, "input/custody"],
  ["key register", { custody: "none" }, "input/custody"],
  ["key register", { custody: "hsm", document: "" }, "input/reason"],
  ["key register", { custody: "software", document: "" }, "input/reason"],
  ["key register", { document: "nowhere.md" }, "input/reason"],
  ["key register", { document: "template.md" }, "refused/artifact-unfilled"],
  ["key register", { rotation: "" }, "input/duration"],
  ["key register", { rotation: "90" }, "input/duration"],
  ["key register", { out: "request.json" }, "input/options"],
  ["key register", { key: "governance:owner-1", account: anAddress(1) }, "input/options"],
  ["key register", { account: anAddress(1) }, "input/no-key"],
  ["key rotate", { successor: "" }, "input/key"],
  ["key rotate", { successor: "audit:office-2027" }, "input/key"],
  ["key rotate", { custody: "" }, "input/custody"],
  ["key rotate", { document: "" }, "input/reason"],
  ["key rotate", { evidence: "" }, "input/reason"],
  ["key rotate", { rotation: "soon" }, "input/duration"],
  ["key compromise", { as: "minister" }, "input/capacity"],
  ["key compromise", { evidence: "nowhere.md" }, "input/reason"],
  ["key drill", { evidence: "" }, "input/reason"],
  ["key retire", { reason: "" }, "input/reason"],
  ["key show", { key: "0x12" }, "input/key"],
  ["key list", { within: "soon" }, "input/duration"],
  ["key list", { due: true, all: true }, "input/options"],
];

describe("key tasks: refusals", () => {
  itRefuses({ cases: CASES, tasks: () => tasksOf("key"), country, rightArguments });

  it("has a case for every task", () => {
    expect(tasksOf("key").filter((id) => !CASES.some(([tested]) => tested === id))).to.deep.equal([]);
  });
});

/** Arguments that are right, altered by `given`; files are those of the folder. */
function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
  const terms = { holder: anAddress(1), custody: "hsm", document: "note.md", rotation: "90d" };
  const names = { key: "issuer:office-2026", successor: "issuer:office-2027" };
  const merged: Record<string, unknown> = { ...terms, ...names, evidence: "note.md", reason: "note.md", ...given };
  for (const name of ["document", "evidence", "reason"]) {
    if (merged[name] !== "") merged[name] = join(folder, String(merged[name]));
  }
  return { ...accepted(id, merged), deployment: folder };
}

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  writeContractsRecord(folder, paperRecord());
  copyDemoCountry(folder);
  writeFileSync(join(folder, "note.md"), "Serial 4711, firmware 2.3, witnessed by the custodian.\n");
  writeFileSync(join(folder, "template.md"), "Serial [[number]].\n");
  return folder;
}
