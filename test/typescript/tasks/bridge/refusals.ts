import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeSnapshot } from "#lib/bridge/snapshot-file";
import { metricsSnapshot } from "#lib/bridge/metrics-snapshot";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { accepted } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { itRefuses, type RefusalCase } from "#support/task-refusals";
import { temporaryFolder } from "#support/temporary-folder";

const CASES: readonly RefusalCase[] = [
  ["bridge tighten", { parameter: "Capacity" }, "input/parameter"],
  ["bridge tighten", { value: "" }, "input/amount"],
  ["bridge tighten", { value: "1,000" }, "input/amount"],
  ["bridge tighten", { parameter: "OutWindow", value: "3600" }, "input/duration"],
  ["bridge tighten", { parameter: "FailureMaximum", value: "450" }, "input/share"],
  ["bridge tighten", { counterparty: "0x1234" }, "input/address"],
  ["bridge tighten", { reason: "" }, "input/reason"],
  ["bridge tighten", { reason: "nowhere.md" }, "input/reason"],
  ["bridge loosen", { parameter: "" }, "input/parameter"],
  ["bridge loosen", { value: "" }, "input/options"],
  ["bridge loosen", { toBaseline: true }, "input/options"],
  ["bridge loosen", { value: "-1" }, "input/amount"],
  ["bridge loosen", { counterparty: "bank" }, "input/address"],
  ["monitor snapshot", { block: "first" }, "input/integer"],
  ["monitor snapshot", { confirmations: "-1" }, "input/integer"],
  ["change acknowledge", { snapshot: "nowhere.json" }, "input/file-unreadable"],
  ["change acknowledge", { snapshot: "note.md" }, "input/snapshot"],
  ["change acknowledge", { account: anAddress(1) }, "input/no-key"],
  ["change object", { reason: "" }, "input/reason"],
  ["change object", { account: "0xzz" }, "input/address"],
];

const TASKS = [
  "bridge show",
  "bridge tighten",
  "bridge loosen",
  "monitor snapshot",
  "change acknowledge",
  "change object",
];

describe("bridge and monitoring tasks: refusals", function () {
  this.timeout(60_000);

  itRefuses({ cases: CASES, tasks: () => TASKS, country, rightArguments });

  it("has a case for every task", () => {
    const silent = TASKS.filter((id) => !CASES.some(([tested]) => tested === id));
    // It takes nothing but a deployment.
    expect(silent).to.deep.equal(["bridge show"]);
  });
});

/** Arguments that are right, altered by `given`; files are those of the folder. */
function rightArguments(id: string, given: Readonly<Record<string, unknown>>, folder: string): object {
  const right = { parameter: "OutCapacity", value: "1500.00", reason: "note.md", change: `0x${"11".repeat(32)}` };
  const merged: Record<string, unknown> = { ...right, snapshot: "seen.json", ...given };
  for (const name of ["reason", "snapshot"]) {
    if (merged[name] !== "") merged[name] = join(folder, String(merged[name]));
  }
  return { ...accepted(id, merged), deployment: folder };
}

/** A deployment that exists on paper. */
function country(): string {
  const folder = temporaryFolder();
  const record = paperRecord();
  writeContractsRecord(folder, record);
  copyDemoCountry(folder);
  writeFileSync(join(folder, "note.md"), "The private rail credits late.\n");
  const { address: gateway } = record.contracts.BridgeGateway;
  const block = { number: 1, hash: `0x${"22".repeat(32)}`, timestamp: 1 };
  writeSnapshot(join(folder, "seen.json"), metricsSnapshot([], { chainId: 31337, gateway, block }));
  return folder;
}
