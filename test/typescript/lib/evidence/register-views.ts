import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { bundlePaths, type ExportDescription } from "#lib/evidence/format";
import type { RegisterViews } from "#lib/evidence/register-history";
import { accreditationSchema } from "#lib/evidence/accreditation-format";
import { batchSchema, exceptionSchema } from "#lib/evidence/distribution-format";
import { keySchema } from "#lib/evidence/key-format";
import { programSchema } from "#lib/evidence/program-format";
import { statusCheckSchema } from "#lib/evidence/status-check-format";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { rebag } from "#support/bundle-mutants";
import type { EvidenceWorld } from "#support/evidence-world";
import { office } from "#support/identity-story";
import { batchId, people } from "#support/program-story";
import { registersStory } from "#support/registers-story";
import { temporaryFolder } from "#support/temporary-folder";

const schemas = {
  programs: programSchema,
  batches: batchSchema,
  exceptions: exceptionSchema,
  accreditations: accreditationSchema,
  keyRotations: keySchema,
  statusChecks: statusCheckSchema,
} as const;

/** Registers of services; those of governance are tried with its own history. */
const registers = Object.keys(schemas) as (keyof typeof schemas)[];

type Line = Record<string, unknown>;

/** What a forger alters in one line of a register's file. */
const forgeries: readonly (readonly [keyof RegisterViews, string, (line: Line) => Line | null])[] = [
  ["programs", "another authority", (line) => ({ ...line, authority: 32 })],
  ["programs", "rules left out", (line) => ({ ...line, ruleSets: [] })],
  ["programs", "a higher budget", (line) => altered(line, "budgets", { budget: "20000" })],
  ["programs", "a larger volume", (line) => ({ ...line, volume: { ...(line["volume"] as Line), settled: "461" } })],
  ["batches", "dropped", () => null],
  [
    "batches",
    "another manifest",
    (line) => ({ ...line, terms: { ...(line["terms"] as Line), manifestDigest: id("x") } }),
  ],
  ["batches", "a reversal left out", (line) => altered(line, "settlements", { reversed: null })],
  ["batches", "another report", (line) => ({ ...line, reconciliation: null })],
  ["batches", "signed by nobody", (line) => altered(line, "steps", { approvals: [id("nobody")] })],
  ["exceptions", "dropped", () => null],
  ["exceptions", "dismissed", (line) => ({ ...line, status: "Dismissed" })],
  ["exceptions", "raised by another entity", (line) => altered(line, "steps", { entity: 33 })],
  ["accreditations", "accredited by another", (line) => altered(line, "steps", { by: people.stranger.account })],
  [
    "accreditations",
    "suspended no more",
    (line) => (line["record"] === "schema" ? line : { ...line, status: "Accredited" }),
  ],
  ["keyRotations", "never rotated", (line) => ({ ...line, status: "Current", successor: null })],
  ["statusChecks", "accepted", (line) => ({ ...line, accepted: false })],
  ["statusChecks", "dropped", () => null],
];

describe("views of the registers", () => {
  let folder: string;
  let files: BundleFiles;
  let trust: Trust;
  let world: EvidenceWorld;
  let written = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await registersStory();
    const { node, record } = world;
    const target = join(folder, "bundle");
    const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    files = readBag(target);
  });

  const lines = (name: keyof RegisterViews): Line[] =>
    Buffer.from(files.get(bundlePaths[name]) ?? [])
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Line);

  async function verify(bundle: BundleFiles): Promise<string[]> {
    written += 1;
    const path = join(folder, `forged-${written}`);
    writeFiles(path, bundle);
    const { claims } = await verifyBundle(path, trust);
    return claims.filter(({ verdict }) => verdict !== "PROVEN").map(({ claim, reason }) => `${claim}: ${reason}`);
  }

  it("are proven, and have the form of their schemas", async () => {
    expect(await verify(files)).to.deep.equal([]);
    for (const name of registers) {
      const own = lines(name);
      expect(own, name).not.to.have.length(0);
      for (const line of own) schemas[name].parse(line);
    }
  });

  it("are counted in the description of the bundle", () => {
    const text = Buffer.from(files.get(bundlePaths.description) ?? []).toString("utf8");
    const { counts } = JSON.parse(text) as ExportDescription;
    for (const name of registers) expect(counts[name], name).to.equal(lines(name).length);
    const counted = registers.map((name) => counts[name]);
    expect(counted).to.deep.equal([1, 2, 1, 3, 2, 4]);
  });

  it("tell of a programme by whom it was decided on what, and what it distributed", () => {
    const [program] = lines("programs");
    const { entities, phase, volume, ruleSets, phases } = program as unknown as RegisterViews["programs"][number];
    const distributors = [people.distributor.entity, people.second.entity];
    expect({ entities, phase }).to.deep.equal({ entities: distributors, phase: "Pilot" });
    const sums = { batches: 2, rows: 20, authorised: "1400", settled: "460", exceptions: "40", residual: "0" };
    expect(volume).to.deep.equal(sums);
    const [rules] = ruleSets;
    expect(rules?.version).to.equal(1);
    for (const deed of [...ruleSets, ...phases]) {
      expect(deed.by).to.equal(null);
      expect(deed.approvals).to.have.length(1);
      expect(files.has(bundlePaths.approval(deed.approvals[0] ?? ""))).to.equal(true);
    }
  });

  it("tell of a batch by whom it was submitted, authorised and settled, and how it was reconciled", () => {
    const [small, large] = lines("batches") as unknown as RegisterViews["batches"];
    const { account } = people.distributor;
    const signed = large?.steps.at(-1)?.approvals ?? [];
    expect(small?.steps.map(({ step, by }) => [step, by])).to.deep.equal([
      ["submitted", account],
      ["authorised", account],
      ["reconciled", people.authority.account],
    ]);
    expect(small?.settlements.map(({ amount, reversed }) => [amount, reversed?.by ?? null])).to.deep.equal([
      ["300", people.treasury.account],
      ["460", null],
    ]);
    expect(small?.reconciliation).to.deep.equal({
      settled: "460",
      exceptions: "40",
      residual: "0",
      reportDigest: id("report"),
    });
    expect(large?.status).to.equal("Authorised");
    expect(signed.every((hash) => files.has(bundlePaths.approval(hash))) && signed.length === 1).to.equal(true);
  });

  it("tell of an exception who raised, disputed and resolved it", () => {
    const [exception] = lines("exceptions") as unknown as RegisterViews["exceptions"];
    const { batchId: batch, status, kind } = exception ?? {};
    expect({ batch, status, kind }).to.deep.equal({ batch: batchId(world), status: "Upheld", kind: "Undelivered" });
    expect(exception?.steps.map(({ step, entity, by }) => [step, entity, by])).to.deep.equal([
      ["raised", people.distributor.entity, null],
      ["disputed", people.second.entity, null],
      ["resolved", null, people.authority.account],
    ]);
  });

  it("tell of accreditations, keys and checks by whom and when", () => {
    const [schema, issuer] = lines("accreditations") as unknown as RegisterViews["accreditations"];
    expect(schema?.record).to.equal("schema");
    const steps = issuer?.record === "accreditation" ? issuer.steps.map(({ step, by }) => [step, by]) : [];
    const by = office.identity.account;
    expect(steps).to.deep.equal([
      ["accredited", by],
      ["suspended", by],
    ]);
    const [key, successor] = lines("keyRotations") as unknown as RegisterViews["keyRotations"];
    expect([key?.status, key?.successor, successor?.predecessor]).to.deep.equal([
      "Rotated",
      successor?.keyId,
      key?.keyId,
    ]);
    const checks = lines("statusChecks").map(({ check }) => check);
    expect(checks).to.deep.equal(["verification", "verificationBatch", "revocation", "batchRevocation"]);
  });

  for (const [name, what, forge] of forgeries) {
    it(`are found forged in ${name}: ${what}`, async () => {
      const victim = lines(name).findIndex((line) => JSON.stringify(forge(line)) !== JSON.stringify(line));
      const forged = lines(name).flatMap((line, index) => (index === victim ? [forge(line)] : [line]));
      const text = forged.filter((line) => line !== null).map((line) => `${toCanonicalJson(line)}\n`);
      const bundle = rebag(new Map([...files, [bundlePaths[name], Buffer.from(text.join(""))]]));
      expect(await verify(bundle)).to.deep.equal([`${name}: ${bundlePaths[name]} is not what follows from the chain`]);
    });
  }
});

/** The first entry of a list within a line, altered. */
function altered(line: Line, list: string, values: Line): Line {
  const [first, ...rest] = (line[list] ?? []) as Line[];
  return first === undefined ? line : { ...line, [list]: [{ ...first, ...values }, ...rest] };
}
