import { join } from "node:path";

import { expect } from "chai";
import { getAddress, id } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import type { ExportDescription } from "#lib/evidence/format";
import type { Subject } from "#lib/evidence/narrow";
import { parseSubject } from "#lib/evidence/parse-subject";
import { type ProgramStory, programStorySchema } from "#lib/evidence/program-story";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import type { VerificationReport } from "#lib/evidence/report";
import { DAY } from "#support/bridge-story";
import { editJson, eventLines, mutate } from "#support/bundle-mutants";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import {
  batchId,
  councilCalls,
  foundProgram,
  keepBooks,
  people,
  programId,
  raise,
  reconcile,
  resolve,
  reverse,
  settle,
  submit,
} from "#support/program-story";
import { temporaryFolder } from "#support/temporary-folder";

const STORY = "data/program.json";
const OTHER = id("school meals");
const OMITTED = ["AccreditationRegistry", "BridgeGateway", "BridgeParameters", "CredentialLedger", "OperationsLog"];

describe("the evidence of one programme", () => {
  let folder: string;
  let world: EvidenceWorld;
  let trust: Trust;
  let narrowed: BundleFiles;
  let written = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await EvidenceWorld.create();
    await world.found();
    await foundProgram(world);
    await registerOther();
    await submit(world);
    await settle(world);
    await raise(world);
    await resolve(world);
    await reverse(world);
    await settle(world, { settlementReference: id("again"), amount: 460n, rows: 9 });
    await reconcile(world);
    await keepBooks(world, {
      committed: 460n,
      batches: 1n,
      rows: 10n,
      authorised: 500n,
      settled: 460n,
      exceptions: 40n,
    });
    narrowed = await exported("narrowed", programId);
  });

  async function exported(name: string, program: string): Promise<BundleFiles> {
    const { node, record } = world;
    const target = join(folder, name);
    const subject = parseSubject({ incident: "", program });
    const { anchor } = await exportEvidence({ node, record, target, subject, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    return readBag(target);
  }

  async function registerOther(): Promise<void> {
    const terms = {
      authority: people.stranger.entity,
      privacy: 1,
      metadataDigest: id("metadata"),
      legalApprovalDigest: id("law"),
      startsAt: await world.now(),
      periodLength: DAY,
    };
    const events = () => [["ProgramRegistered", { programId: OTHER, ...terms }] as const];
    const args = { programId: OTHER, terms };
    await councilCalls(world, "sovereign", [{ contract: "ProgramRegistry", method: "registerProgram", args, events }]);
  }

  async function verify(files: BundleFiles, subject?: Subject): Promise<VerificationReport> {
    written += 1;
    const path = join(folder, String(written));
    writeFiles(path, files);
    return verifyBundle(path, trust, { subject });
  }

  async function findings(files: BundleFiles, subject?: Subject): Promise<string[]> {
    const { claims } = await verify(files, subject);
    return claims
      .filter(({ verdict }) => verdict !== "PROVEN")
      .map(({ verdict, claim, reason }) => `${verdict} ${claim}: ${reason}`);
  }

  const story = (files: BundleFiles): ProgramStory =>
    programStorySchema.parse(JSON.parse(Buffer.from(files.get(STORY) ?? []).toString("utf8")));

  it("is proven alone, without the contracts of other business", async () => {
    const { ok, narrowedTo, claims } = await verify(narrowed, { kind: "program", id: programId });
    const open = claims.filter(({ verdict }) => verdict !== "PROVEN");
    expect(open).to.deep.equal([]);
    expect({ ok, narrowedTo }).to.deep.equal({ ok: true, narrowedTo: programId });
    const scope = claims.find(({ claim }) => claim === "scope")?.reason;
    expect(scope).to.equal(`tells of programme ${programId}; nothing of ${OMITTED.join(", ")}`);
    expect(claims.map(({ claim }) => claim)).to.include.members(["program", "distribution", "programs", "chain"]);
    const description = JSON.parse(Buffer.from(narrowed.get("data/export.json") ?? []).toString()) as ExportDescription;
    expect(description.narrowed).to.deep.equal({ programId, omitted: OMITTED });
    const told = new Set(eventLines(narrowed).map(({ contract }) => contract));
    expect(OMITTED.filter((contract) => told.has(contract))).to.deep.equal([]);
  });

  it("tells the story of its batches, exceptions and settlements, and of who acted on it", () => {
    const { program, batches, exceptions, accounts, signatures } = story(narrowed);
    expect(program.programId).to.equal(programId);
    const [batch] = batches;
    expect(batch?.batchId).to.equal(batchId(world));
    expect(batch?.settlements.map(({ amount, reversed }) => [amount, reversed === null])).to.deep.equal([
      ["300", false],
      ["460", true],
    ]);
    expect(batch?.reconciliation?.exceptions).to.equal("40");
    expect(exceptions.map(({ status }) => status)).to.deep.equal(["Upheld"]);
    const acted = [people.authority, people.distributor, people.treasury].map(({ account }) => getAddress(account));
    expect(accounts).to.deep.equal(acted.sort());
    expect(signatures.map(({ council }) => council)).to.deep.equal([
      "sovereign",
      "sovereign",
      "sovereign",
      "program",
      "program",
    ]);
    for (const { safeTxHash, signers } of signatures) {
      expect(narrowed.has(`data/approvals/${safeTxHash}.json`)).to.equal(true);
      expect(signers.every(({ entity }) => entity !== null)).to.equal(true);
    }
    expect(Buffer.from(narrowed.get(STORY) ?? []).includes(OTHER)).to.equal(false);
  });

  it("is of another programme when that is asked for", async () => {
    const other = story(await exported("other", OTHER));
    expect([other.program.programId, other.batches, other.accounts]).to.deep.equal([OTHER, [], []]);
    expect(other.signatures).to.have.length(1);
  });

  it("is refused for a programme that nobody knows, by its name, and beside an incident", async () => {
    const refused = await expectCode(exported("none", "no-such"), "input/unknown-program");
    expect(refused.message).to.equal("The evidence knows no programme no-such.");
    await expectCode(() => parseSubject({ incident: "a", program: "b" }), "input/two-subjects");
    await expectCode(() => parseSubject({ incident: "", program: "a b" }), "input/label");
  });

  it("is FAILED when another subject was asked for", async () => {
    expect(await findings(narrowed, { kind: "program", id: OTHER })).to.deep.equal([
      `FAILED scope: tells of programme ${programId}, asked was for ${OTHER}`,
    ]);
    expect(await findings(narrowed, { kind: "incident", id: programId })).to.deep.equal([
      `FAILED scope: tells of programme ${programId}, asked was for incident ${programId}`,
    ]);
  });

  it("is FAILED when its story, or what it is of, says something else", async () => {
    const forged = editJson(narrowed, STORY, (value) => ({ ...value, exceptions: [] }));
    const unlike = `FAILED programs: ${STORY} is not what follows from the chain`;
    expect(await findings(forged)).to.deep.equal([unlike]);
    const claim = (programId_: string, omitted = OMITTED): BundleFiles =>
      editJson(narrowed, "data/export.json", (value) => ({ ...value, narrowed: { programId: programId_, omitted } }));
    const page = "FAILED report: data/report.html is not what follows from the chain";
    expect(await findings(claim(OTHER))).to.deep.equal([unlike, page]);
    expect(await findings(claim(id("nobody")))).to.include(
      `FAILED incidents: the evidence knows no programme ${id("nobody")}`,
    );
    expect(await findings(claim(programId, ["DistributionLedger"]))).to.deep.equal([
      "FAILED export: data/export.json is not what follows from the chain",
    ]);
    const without = new Map([...narrowed].filter(([path]) => path !== STORY));
    expect((await findings(without)).join()).to.match(/FAILED bag/);
  });

  it("is FAILED when an event of its ledger is dropped, by contract and number", async () => {
    const events = eventLines(narrowed);
    const index = events.findIndex(
      ({ contract, event }) => contract === "DistributionLedger" && event?.name === "BatchSettled",
    );
    const { files, places } = mutate(narrowed, index, "drop", trust.chainId, true);
    const { claims } = await verify(files);
    const named = claims
      .filter(({ verdict }) => verdict === "FAILED")
      .map(({ contract, sequence }) => ({ contract, sequence }));
    expect(named).to.deep.include(places[0]);
  });
});
