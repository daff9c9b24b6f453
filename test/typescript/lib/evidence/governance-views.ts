import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { type ChangeLine, changeSchema } from "#lib/evidence/change-format";
import { type EntityLine, entitySchema } from "#lib/evidence/entity-format";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { bundlePaths } from "#lib/evidence/format";
import { type ParameterLine, parameterSchema } from "#lib/evidence/parameter-format";
import { reconciliationSchema } from "#lib/evidence/reconciliation-format";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { rebag } from "#support/bundle-mutants";
import { routineUpgrade } from "#support/evidence-story";
import { EvidenceWorld } from "#support/evidence-world";
import { foundParameters, tighten } from "#support/parameter-story";
import { temporaryFolder } from "#support/temporary-folder";

const schemas = { changes: changeSchema, entities: entitySchema, parameters: parameterSchema } as const;

type Line = Record<string, unknown>;

/** What a forger alters in one line of a file. */
const forgeries: readonly (readonly [keyof typeof schemas, string, (line: Line) => Line])[] = [
  ["changes", "never vetoed", (line) => ({ ...line, steps: (line["steps"] as Line[]).slice(0, -1) })],
  ["changes", "another rule", (line) => ({ ...line, policy: { ...(line["policy"] as Line), minSigners: 1 } })],
  ["changes", "executed", (line) => ({ ...line, status: "Executed" })],
  ["entities", "another name", (line) => ({ ...line, name: "Ministry of Truth" })],
  ["entities", "nobody vacated", (line) => ({ ...line, seats: [] })],
  ["parameters", "another value", (line) => ({ ...line, value: "999" })],
];

describe("views of governance", () => {
  let files: BundleFiles;
  let trust: Trust;

  before(async () => {
    const world = await EvidenceWorld.create();
    await world.say("RoleRegistry", "EntityRegistered", [1, "Office of the Head of State", id("law")]);
    await world.found();
    await foundParameters(world);
    await routineUpgrade(world, { texts: { version: "2.0.0", uri: "ipfs://papers" } });
    await routineUpgrade(world, { sentBack: [{ by: "emergency", event: "ChangeVetoed", role: 4 }] });
    await tighten(world);
    const { address, birth } = world.record.safes.program;
    await world.say("RoleRegistry", "SeatVacated", [address, birth.owners[0], 1, 1]);
    const target = join(temporaryFolder(), "bundle");
    const { node, record } = world;
    const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    files = readBag(target);
  });

  function text(path: string): string {
    return Buffer.from(files.get(path) ?? []).toString("utf8");
  }

  function lines<T extends ChangeLine | EntityLine | ParameterLine>(name: keyof typeof schemas): T[] {
    const parsed = text(bundlePaths[name]).trimEnd().split("\n");
    return parsed.map((line) => schemas[name].parse(JSON.parse(line)) as T);
  }

  async function open(bundle: BundleFiles): Promise<string[]> {
    const path = temporaryFolder();
    writeFiles(path, bundle);
    const { claims } = await verifyBundle(path, trust);
    return claims.filter(({ verdict }) => verdict !== "PROVEN").map(({ claim, reason }) => `${claim}: ${reason}`);
  }

  it("are proven as they were exported", async () => {
    expect(await open(files)).to.deep.equal([]);
  });

  it("tell of a change its rule, its steps and where it stands", () => {
    const [first] = lines<ChangeLine>("changes");
    expect(first?.steps.map(({ step }) => step)).to.deep.equal(["proposed", "approved", "queued", "executed"]);
    expect([first?.status, first?.version, first?.uri]).to.deep.equal(["Executed", "2.0.0", "ipfs://papers"]);
    expect(first?.policy).to.include({ version: 1, approverRole: 3, minSigners: 2 });
  });

  it("tell of a veto, after which nothing is queued, and who signed each step", () => {
    const [first, second] = lines<ChangeLine>("changes");
    expect(second?.steps.map(({ step, role }) => [step, role])).to.deep.equal([
      ["proposed", null],
      ["approved", 3],
      ["queued", null],
      ["vetoed", 4],
    ]);
    expect([second?.status, second?.readyAt, second?.executeBy]).to.deep.equal(["Proposed", null, null]);
    for (const { step, approvals } of [...(first?.steps ?? []), ...(second?.steps ?? [])]) {
      expect(approvals, step).to.have.length(step === "proposed" || step === "executed" ? 0 : 1);
      for (const hash of approvals) expect(files.has(bundlePaths.approval(hash))).to.equal(true);
    }
  });

  it("tell of each entity whom it seats, and who was vacated", () => {
    const [entity] = lines<EntityLine>("entities");
    expect([entity?.entity, entity?.name, entity?.legalDigest]).to.deep.equal([
      1,
      "Office of the Head of State",
      id("law"),
    ]);
    expect(entity?.seats.filter(({ vacated }) => vacated !== null)).to.have.length(1);
    expect(entity?.seats.length).to.be.greaterThan(1);
  });

  it("tell of each limit from what to what it moved, and by whose signatures", () => {
    const last = lines<ParameterLine>("parameters").at(-1);
    expect([last?.parameter, last?.counterparty, last?.act, last?.previous, last?.value]).to.deep.equal([
      "OutCapacity",
      null,
      "Tightened",
      "1000",
      "400",
    ]);
    expect(last?.approvals.map((hash) => files.has(bundlePaths.approval(hash)))).to.deep.equal([true]);
  });

  it("add up the gateway's books at the anchor", () => {
    const { bridge, programs, batches } = reconciliationSchema.parse(JSON.parse(text(bundlePaths.reconciliation)));
    expect([bridge?.block.number, bridge?.conservationHolds]).to.deep.equal([trust.anchor.blockNumber, true]);
    expect([programs, batches]).to.deep.equal([[], []]);
  });

  for (const [name, what, forge] of forgeries) {
    it(`are FAILED when ${name} say something else: ${what}`, async () => {
      const altered = lines(name)
        .map((line, index, all) => (index === all.length - 1 ? forge(line as unknown as Line) : line))
        .map((line) => `${toCanonicalJson(line as never)}\n`)
        .join("");
      expect(await open(rebag(new Map([...files, [bundlePaths[name], Buffer.from(altered)]])))).to.deep.equal([
        `${name}: ${bundlePaths[name]} is not what follows from the chain`,
      ]);
    });
  }

  it("are FAILED when the reconciliation says something else", async () => {
    const value = JSON.parse(text(bundlePaths.reconciliation)) as Line;
    const forged = Buffer.from(toCanonicalJson({ ...value, bridge: null }));
    expect(await open(rebag(new Map([...files, [bundlePaths.reconciliation, forged]])))).to.deep.equal([
      "reconciliation: data/reconciliation/report.json is not what follows from the chain",
    ]);
  });
});
