import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { writeSnapshot } from "#lib/bridge/snapshot-file";
import { metricsSnapshot } from "#lib/bridge/metrics-snapshot";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { accepted, captureTask } from "#support/captured-task";
import { copyDemoCountry } from "#support/emergency-country";
import { anAddress, paperRecord } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

/** What is wrong, and how a task says so. Everything that is not given is right. */
type Case = readonly [id: string, given: Readonly<Record<string, unknown>>, code: string];

const CASES: readonly Case[] = [
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

  before(() => putCode("0x00"));

  for (const [id, given, code] of CASES) {
    it(`${id} ${JSON.stringify(given)} ends with ${code}`, async () => {
      const folder = country();
      const before = readdirSync(folder, { recursive: true });
      const { exitCode, stdout, stderr } = await captureTask(id.split(" "), rightArguments(id, given, folder));
      const { ok, error } = JSON.parse(stdout) as { ok: boolean; error: { code: string; exitCode: number } };
      expect([ok, error.code, error.exitCode, exitCode], stderr).to.deep.equal([
        false,
        code,
        ExitCode.badInput,
        ExitCode.badInput,
      ]);
      expect(readdirSync(folder, { recursive: true })).to.deep.equal(before);
    });
  }

  it("every one of them refuses a missing deployment and the node of another chain", async () => {
    for (const id of TASKS) {
      const elsewhere = country();
      writeContractsRecord(elsewhere, { ...paperRecord(), chainId: 1 });
      const nowhere = join(temporaryFolder(), "none");
      const wrongChain = await captureTask(id.split(" "), rightArguments(id, {}, elsewhere));
      const missing = await captureTask(id.split(" "), { ...rightArguments(id, {}, elsewhere), deployment: nowhere });
      expect([wrongChain.exitCode, missing.exitCode], id).to.deep.equal([ExitCode.chain, ExitCode.badInput]);
    }
  });

  it("every one of them refuses a chain that has no code where contracts.json says", async () => {
    const folder = country();
    await putCode("0x");
    for (const id of TASKS) {
      const { stdout } = await captureTask(id.split(" "), rightArguments(id, {}, folder));
      expect(JSON.parse(stdout), id).to.have.nested.property("error.code", "conflict/not-deployed");
    }
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

/** Puts code where the paper record has the suite: some that answers nothing, or none. */
async function putCode(code: string): Promise<void> {
  const { provider } = await hre.network.getOrCreate();
  const { contracts, safes } = paperRecord();
  for (const { address } of [...Object.values(contracts), ...Object.values(safes)]) {
    await provider.request({ method: "hardhat_setCode", params: [address, code] });
  }
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
