import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { accepted } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, tasksOf, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

const VACATE = `RoleRegistry.vacateSeat(${anAddress(1)}, ${anAddress(2)})`;

const CASES: readonly RefusalCase[] = [
  ["break-glass new", { title: "" }, "input/title"],
  ["break-glass new", { title: "x".repeat(201) }, "input/title"],
  ["break-glass new", { call: "" }, "input/options"],
  ["break-glass new", { restore: "ChangeManager" }, "input/options"],
  ["break-glass new", { call: "", restore: "Nobody" }, "input/contract"],
  ["break-glass new", { call: "bring it back" }, "input/call"],
  ["break-glass new", { call: "Nobody.act()" }, "input/unknown-contract"],
  ["break-glass new", { call: "RoleRegistry.vacateSeat(0x1234, 0x1234)" }, "input/call-arguments"],
  ["break-glass propose", { operation: "none" }, "input/no-dossier"],
  ["break-glass cancel", { operation: "none" }, "input/no-dossier"],
  ["break-glass cancel", { by: "technical" }, "input/council"],
  ["break-glass execute", { operation: "none" }, "input/no-dossier"],
];

describe("break-glass tasks: refusals", () => {
  itRefuses({ cases: CASES, tasks: () => tasksOf("break-glass"), country, rightArguments });

  it("has a case for every task", () => {
    const silent = tasksOf("break-glass").filter((id) => !CASES.some(([tested]) => tested === id));
    // It takes nothing but a deployment.
    expect(silent).to.deep.equal(["break-glass list"]);
  });
});

/** Arguments that are right, altered by `given`. */
function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
  const right = { title: "Vacate a seat", call: VACATE, restore: "", operation: "none", by: "emergency" };
  return { ...accepted(id, { ...right, dryRun: false, out: "", ...given }), deployment: folder };
}

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  writeContractsRecord(folder, paperRecord());
  copyDemoCountry(folder);
  return folder;
}
