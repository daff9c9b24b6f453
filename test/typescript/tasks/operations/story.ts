import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { encodeBytes32String, id as keccak, keccak256, ZeroHash } from "ethers";
import hre from "hardhat";

import { suiteInterface } from "#lib/abi/suite-interface";
import { ethersProvider } from "#lib/chain/connection";
import { ExitCode } from "#lib/errors/exit-code";
import { documentKinds } from "#lib/operations/document-kind";
import type { Component } from "#lib/operations/releases";
import { EmergencyCountry } from "#support/emergency-country";
import { approve, cadenceChange, execute, propose, type ChangeFields } from "#support/governed-changes";
import type { DeployedSuite } from "#support/suite";
import { tasksOf } from "#support/task-refusals";

const HOUR = 3600;

/** Of the contract's enum. */
const [CONFIG_ONLY, ROUTINE_UPGRADE] = [1, 2];

interface Listed {
  readonly ok: boolean;
  readonly documents: readonly {
    readonly kind: string;
    readonly name: string;
    readonly inForce: { readonly digest: string; readonly version: number };
    readonly check: { readonly state: string; readonly path?: string; readonly local?: string } | null;
  }[];
}

/** Documents, maintenance windows and releases, by the commands that people type. */
describe("operations tasks", () => {
  let country: EmergencyCountry;
  let note: string;

  before(async () => {
    country = await EmergencyCountry.start();
    mkdirSync(join(country.folder, "operations"));
    note = country.write("note.md", "The indexers are moved to new hosts.\n");
  });

  it("documents are put in force once, and a roster that differs is refused with both digests", async () => {
    const roster = readFileSync("docs/templates/operations/on-call.json", "utf8");
    const file = country.write("on-call.json", roster);
    const given = { kind: "OnCallRoster", file };
    const at = { at: "2026-11-21T03:00:00Z", roster: file };
    await country.refuses("operations on-call", at, "refused/no-document");
    expect(await country.answers("operations record", { ...given, dryRun: true })).to.include({ outcome: "dry-run" });
    expect(await country.answers("operations record", given)).to.include({ outcome: "done", version: 1 });
    expect(await country.answers("operations record", given)).to.include({ outcome: "already-done", version: 1 });
    const answer = await country.answers("operations on-call", at);
    expect(answer).to.have.nested.property("shift.primary.person", "operator-03");
    await country.refuses("operations on-call", { ...at, at: "2026-12-24T03:00:00Z" }, "refused/nobody-on-call");

    country.write("on-call.json", roster.replaceAll("operator-03", "operator-04"));
    const { error } = await country.answers("operations on-call", at, ExitCode.conflict);
    const { code, message } = error as { code: string; message: string };
    expect(code).to.equal("conflict/document-digest");
    expect(message.match(/0x[0-9a-f]{64}/g)).to.have.length(2);
    expect(await country.answers("operations record", given)).to.include({ outcome: "done", version: 2 });
    const { history } = (await country.answers("operations show", given)) as { history: { version: number }[] };
    expect(history.map(({ version }) => version)).to.deep.equal([1, 2]);
    const legal = await country.answers("operations record", { kind: "LegalApproval", file: note, subject: "pilot" });
    expect(legal).to.include({ outcome: "done", version: 1 });
  });

  it("each kind of document is recorded, shown with its content, and listed", async () => {
    for (const kind of documentKinds.filter((kind) => kind !== "OnCallRoster")) {
      const text = `${kind} of the retail rail.\n`;
      const file = country.write(`operations/${kind}.md`, text);
      await country.answers("operations record", { kind, file, subject: "retail-rail" });
      const shown = await country.answers("operations show", { kind, subject: "retail-rail" });
      expect(shown, kind).to.deep.include({ file, content: text });
    }
    const { documents } = await listed();
    const named = documents.map(({ kind, name, inForce, check }) => [kind, name, inForce.version, check]);
    for (const kind of documentKinds) {
      const subject = kind === "OnCallRoster" ? "suite" : "retail-rail";
      const version = kind === "OnCallRoster" ? 2 : 1;
      expect(named).to.deep.include([kind, subject, version, null]);
    }
    expect(documents).to.have.length(documentKinds.length + 1);
  });

  it("a folder is checked: what is in force, changed, outdated or missing is named, with both digests", async () => {
    const { folder } = country;
    const paths = (name: string): string => join(folder, "operations", name);
    const old = readFileSync(paths("Playbook.md"));
    await country.answers("operations record", {
      kind: "Playbook",
      file: country.write("operations/Playbook.md", "Another playbook.\n"),
      subject: "retail-rail",
    });
    country.write("operations/Playbook.md", old.toString());
    country.write("operations/Runbook.md", "Runbook of the retail rail, improved by hand.\n");
    country.write("operations/a-true-copy.md", "Runbook of the retail rail.\n");
    renameSync(paths("AuditExport.md"), join(folder, "AuditExport.md"));

    const { ok, documents } = await listed({ folder: join(folder, "operations") }, ExitCode.conflict);
    const checks = new Map(documents.map(({ kind, name, check }) => [`${kind} ${name}`, check]));
    expect(ok).to.equal(false);
    expect(checks.get("Runbook retail-rail")).to.deep.equal({
      state: "changed",
      path: paths("Runbook.md"),
      local: keccak256(readFileSync(paths("Runbook.md"))),
    });
    expect(checks.get("Playbook retail-rail")).to.deep.equal({
      state: "outdated",
      path: paths("Playbook.md"),
      local: keccak256(old),
      version: 1,
    });
    expect(checks.get("AuditExport retail-rail")).to.deep.equal({ state: "missing" });
    expect(checks.get("Backup retail-rail")).to.deep.equal({ state: "in-force", path: paths("Backup.md") });
    const runbook = { kind: "Runbook", subject: "retail-rail" };
    const { error } = await country.answers("operations show", runbook, ExitCode.conflict);
    expect((error as { message: string }).message.match(/0x[0-9a-f]{64}/g)).to.have.length(2);
  });

  it("without the names of this machine a folder is checked by digests alone", async () => {
    const { folder } = country;
    renameSync(join(folder, "operations/documents.json"), join(folder, "documents.json"));
    const { documents } = await listed({ folder: join(folder, "operations") }, ExitCode.conflict);
    const checks = new Map(documents.map(({ kind, name, check }) => [`${kind} ${name}`, check?.state]));
    const subject = keccak("retail-rail");
    expect(checks.get(`Runbook ${subject}`)).to.equal("in-force");
    expect(checks.get(`Playbook ${subject}`)).to.equal("outdated");
    renameSync(join(folder, "documents.json"), join(folder, "operations/documents.json"));
  });

  it("a window is announced and withdrawn once, and stands as the clock says", async () => {
    const given = { from: "72h", length: "4h", notice: note };
    expect(await country.answers("operations window announce", { ...given, dryRun: true })).to.include({
      outcome: "dry-run",
    });
    const first = await country.answers("operations window announce", given);
    expect(first).to.include({ outcome: "done", window: 1 });
    const at = { ...given, from: new Date(Number(first["start"]) * 1000).toISOString() };
    expect(await country.answers("operations window announce", at)).to.include({ outcome: "already-done", window: 1 });
    expect(await country.answers("operations window withdraw", { window: "1" })).to.include({ outcome: "done" });
    expect(await country.answers("operations window withdraw", { window: "1" })).to.include({
      outcome: "already-done",
    });
    expect(await country.answers("operations window announce", at)).to.include({ outcome: "done", window: 2 });
    const states: string[][] = [await windowStates()];
    for (const hours of [72, 4]) {
      await country.passTime(hours * HOUR);
      states.push(await windowStates());
    }
    expect(states).to.deep.equal([
      ["withdrawn", "ahead"],
      ["withdrawn", "open"],
      ["withdrawn", "past"],
    ]);
    await country.refuses("operations window withdraw", { window: "2" }, "refused/unknown-window");
    const unknown = { window: "3" };
    await country.refuses("operations window withdraw", unknown, "input/unknown-window", ExitCode.badInput);
    const short = { ...given, length: "14m" };
    await country.refuses("operations window announce", short, "refused/window-out-of-bounds");
  });

  it("releases are listed by component, with the change that brought each and the cadence", async () => {
    expect(await country.answers("operations releases")).to.deep.include({ components: [] });
    const connection = await hre.network.getOrCreate();
    const { governance, record } = country;
    const suite = { governance, record, connection, provider: ethersProvider(connection.provider) };
    const release = releaseChange(suite, "indexer", "1.4.0");
    const [released, paced] = [await propose(suite, release), await propose(suite, cadenceChange(suite, "cadence"))];
    await approve(suite, released, ROUTINE_UPGRADE, "technical");
    await approve(suite, paced, CONFIG_ONLY, "technical");
    await country.passTime(48 * HOUR + 60);
    await execute(suite, release);
    await execute(suite, cadenceChange(suite, "cadence"));
    const { components } = (await country.answers("operations releases")) as { components: Component[] };
    const [indexer, node] = components;
    expect(indexer).to.include({ name: "indexer", version: "1.4.0", cadence: null, notBefore: null });
    expect(indexer?.releases).to.have.length(1);
    expect(indexer?.releases[0]).to.include({
      from: "",
      to: "1.4.0",
      artifactDigest: keccak("image"),
      changeId: released,
    });
    expect(node).to.include({ name: keccak("node"), version: null, cadence: 24 * HOUR });
  });

  it("every task has succeeded once, with one JSON document", () => {
    expect(tasksOf("operations").filter((id) => !country.succeeded.has(id))).to.deep.equal([]);
  });

  async function listed(given: object = {}, code: ExitCode = ExitCode.ok): Promise<Listed> {
    return (await country.answers("operations list", given, code)) as unknown as Listed;
  }

  async function windowStates(): Promise<string[]> {
    const { windows } = (await country.answers("operations window list")) as { windows: { state: string }[] };
    return windows.map(({ state }) => state);
  }
});

/** What an upgrade class does about a component outside the chain. */
function releaseChange({ record }: DeployedSuite, component: string, version: string): ChangeFields {
  const { address, codehash, implementation, implementationCodehash } = record.contracts.OperationsLog;
  const values = [encodeBytes32String(component), "", version, keccak("image")];
  const data = suiteInterface("OperationsLog").encodeFunctionData("recordRelease", values);
  const artifacts = ["request", "security", "availability", "privacy", "rollback plan"].map(keccak);
  const pins = [[address, codehash, implementation, implementationCodehash]];
  return [ROUTINE_UPGRADE, true, [[address, 0, data]], [], artifacts, pins, ZeroHash, keccak(version), version, ""];
}
