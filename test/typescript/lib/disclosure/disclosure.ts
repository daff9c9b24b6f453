import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import type { LocalBatch } from "#lib/batch/batch-reference";
import { discloseRows } from "#lib/batch/prove-row";
import { silentProgress } from "#lib/console/progress";
import { silentReporter } from "#lib/console/reporter";
import { discloseBatch, type DisclosureOrder } from "#lib/disclosure/disclose-batch";
import type { Selection } from "#lib/disclosure/disclosure-format";
import { type GivenDisclosure, judgeDisclosure } from "#lib/disclosure/judge-disclosure";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { narrowTo, narrowTrust } from "#lib/evidence/narrow";
import { parseSubject } from "#lib/evidence/parse-subject";
import { type ProvenHistory, proveHistory } from "#lib/evidence/prove-history";
import { ClaimLedger } from "#lib/evidence/report";
import { suiteAbi } from "#lib/evidence/suite-abi";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { toCanonicalJson } from "#lib/files/canonical-json";
import { type AuditHolder, auditHolder, registerAuditKey, retireAuditKey } from "#support/audit-holder";
import { editJson, rebag } from "#support/bundle-mutants";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { build, payoutRows, reference, rulesWith } from "#support/payout";
import { type BatchTwist, batchId, foundProgram, keepBooks, programId, submit } from "#support/program-story";
import { temporaryFolder } from "#support/temporary-folder";

const ROWS = 10;
const ROWS_FILE = "data/rows.ndjson";
const sampleOf = (size: number): Selection => ({ kind: "sample", algorithm: "sign.sample.v1", size });
const row = (index: number): Selection => ({ kind: "row", index });

type Line = Record<string, unknown>;

/** Evidence, and what it proves. */
interface Court {
  readonly bundle: string;
  readonly trust: Trust;
  readonly proven: ProvenHistory | undefined;
}

const openRows: DisclosureOrder["openRows"] = ({ folder, indexes }) =>
  Promise.resolve().then(() => discloseRows(folder, indexes, silentProgress));

describe("a disclosure", () => {
  let auditor: AuditHolder;
  let stranger: AuditHolder;
  let former: AuditHolder;
  let court: Court;
  let folder: string;
  let bundle: string;
  let trust: Trust;
  let local: LocalBatch;
  let other: LocalBatch;
  let world: EvidenceWorld;
  let twist: BatchTwist;
  let written = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await EvidenceWorld.create();
    await world.found();
    await foundProgram(world);
    [local, other] = [await batchOf(0), await batchOf(ROWS)];
    const { root, count, total, manifestDigest } = local.summary;
    twist = { terms: { root, count, total, manifestDigest } };
    await submit(world, twist);
    await keepBooks(world, { committed: 500n, batches: 1n, rows: 10n, authorised: 500n });
    [auditor, stranger, former] = [await auditHolder(), await auditHolder(), await auditHolder()];
    for (const { recipient } of [auditor, former]) await registerAuditKey(world, recipient);
    await retireAuditKey(world, former.recipient);
    court = await exported();
    ({ bundle, trust } = court);
  });

  /** Evidence, and what it proves: found out once, because every disclosure is held against the same. */
  async function exported(program?: string): Promise<Court> {
    const { node, record } = world;
    const target = newPath();
    const subject = program === undefined ? undefined : parseSubject({ incident: "", program });
    const { anchor } = await exportEvidence({ node, record, target, subject, reporter: silentReporter() });
    const full = trustFrom(record, anchor);
    const narrowed = subject === undefined ? null : narrowTo({ kind: subject.kind, id: subject.label.id }, full);
    const trust = narrowed === null ? full : narrowTrust(full, narrowed);
    const material = { files: readBag(target), trust, label: { tool: "", since: 0, narrowed }, abiOf: suiteAbi };
    const proven = await proveHistory(material, new ClaimLedger(), { take: () => undefined });
    return { bundle: target, trust, proven };
  }

  function newPath(): string {
    written += 1;
    return join(folder, String(written));
  }

  async function disclose(selection: Selection, given: Partial<DisclosureOrder> = {}): Promise<string> {
    const target = newPath();
    const order = { local, target, bundle, trust, selection, recipients: [], dryRun: false, openRows };
    await discloseBatch({ ...order, reporter: silentReporter(), ...given });
    return target;
  }

  /** What is not proven of a disclosure. */
  async function findings(path: string, given: Omit<GivenDisclosure, "path"> = {}, beside = court): Promise<string[]> {
    const ledger = new ClaimLedger();
    await judgeDisclosure({ path, ...given }, beside.proven, beside.trust, ledger);
    const open = ledger.claims.filter(({ verdict }) => verdict !== "PROVEN");
    return open.map(({ verdict, claim, reason }) => `${verdict} ${claim}: ${reason}`);
  }

  async function forged(path: string, alter: (files: BundleFiles) => BundleFiles): Promise<string[]> {
    const target = newPath();
    writeFiles(target, alter(readBag(path)));
    return findings(target);
  }

  const drawn = (path: string): number[] => linesOf(readBag(path)).map((line) => Number(line["index"]));

  it("of a sample is proven beside its evidence, and the same whenever it is drawn", async () => {
    const path = await disclose(sampleOf(4));
    expect(await findings(path, { sample: 4 })).to.deep.equal([]);
    expect([...readBag(await disclose(sampleOf(4)))]).to.deep.equal([...readBag(path)]);
    const larger = drawn(await disclose(sampleOf(7)));
    expect(drawn(path).every((index) => larger.includes(index))).to.equal(true);
    const { claims, ok } = await verifyBundle(bundle, trust, { disclosure: { path } });
    expect(ok).to.equal(true);
    const sample = claims.find(({ claim }) => claim === "sample");
    const { blockNumber } = trust.anchor;
    expect(sample?.reason).to.equal(`all rows that block ${blockNumber} draws: ${drawn(path).join(", ")}`);
  });

  it("of all rows, and of one row, is proven", async () => {
    expect(await findings(await disclose(sampleOf(ROWS)))).to.deep.equal([]);
    for (let index = 0; index < ROWS; index++) expect(await findings(await disclose(row(index)))).to.deep.equal([]);
  });

  it("shows in advance which rows it is about, and writes nothing", async () => {
    const target = newPath();
    const order = { local, target, bundle, trust, recipients: [], dryRun: true, openRows };
    const result = await discloseBatch({ ...order, selection: sampleOf(3), reporter: silentReporter() });
    const expected = {
      bag: null,
      batchId: batchId(world, twist),
      rows: drawn(await disclose(sampleOf(3))),
      shredded: [],
    };
    expect(result).to.deep.equal(expected);
    expect(() => readBag(target)).to.throw();
  });

  describe("is FAILED by name", () => {
    let path: string;
    let rows: number[];

    before(async () => {
      path = await disclose(sampleOf(4));
      rows = drawn(path);
    });

    it("when a drawn row is left out", async () => {
      const [victim] = rows;
      const block = trust.anchor.blockNumber;
      expect(await forged(path, (files) => withLines(files, (lines) => lines.slice(1)))).to.deep.equal([
        `FAILED sample: row ${victim ?? ""}, which block ${block} draws, is missing`,
      ]);
    });

    it("when a row of the batch stands in the place of one that was drawn", async () => {
      const stranger = Array.from({ length: ROWS }, (_, index) => index).find((index) => !rows.includes(index)) ?? 0;
      const [clean] = linesOf(readBag(await disclose(row(stranger))));
      const block = trust.anchor.blockNumber;
      const swapped = await forged(path, (files) => withLines(files, ([, ...rest]) => [clean ?? {}, ...rest]));
      expect(swapped).to.deep.equal([
        `FAILED sample: row ${rows[0] ?? ""}, which block ${block} draws, is missing`,
        `FAILED sample: row ${stranger} is none that block ${block} draws`,
      ]);
      const renamed = await forged(path, (files) =>
        withLines(files, ([first, ...rest]) => [{ ...clean, index: first?.["index"] }, ...rest]),
      );
      expect(renamed).to.have.length(1);
      expect(renamed[0]).to.match(new RegExp(`^FAILED row: row ${rows[0] ?? ""}: `));
    });

    it("when rows stand twice, or in another order", async () => {
      for (const alter of [
        ([first = {}, ...rest]: Line[]): Line[] => [first, first, ...rest],
        (lines: Line[]): Line[] => lines.reverse(),
      ]) {
        const found = await forged(path, (files) => withLines(files, alter));
        expect(found).to.deep.equal(["FAILED sample: rows are not in order, each once"]);
      }
    });

    const digest = reference("other");
    for (const [what, change, reason] of [
      ["amount", { amount: "51" }, /its proof leads to/],
      ["pseudonym", { pseudonym: digest }, /its fields do not have its digest/],
      ["proof of eligibility", { eligibilityProof: digest }, /its fields do not have its digest/],
      ["salt", { salt: digest }, /its fields do not have its digest/],
      ["root", { root: digest }, /it claims to be of the batch/],
      ["period", { period: 2 }, /names another period/],
      ["programme", { program: "other" }, /names another programme/],
      ["shorter way", { proof: [] }, /its proof has 0 nodes instead of/],
    ] as const) {
      it(`when a row has another ${what}`, async () => {
        const found = await forged(path, (files) =>
          withLines(files, ([first, ...rest]) => [{ ...first, ...change }, ...rest]),
        );
        expect(found).to.have.length(1);
        expect(found[0])
          .to.match(new RegExp(`^FAILED row: row ${rows[0] ?? ""}: `))
          .and.to.match(reason);
      });
    }

    it("when it was drawn smaller than was asked for, or is one row", async () => {
      expect(await findings(path, { sample: 5 })).to.deep.equal(["FAILED sample: is a sample of 4, asked was for 5"]);
      const single = await findings(await disclose(row(2)), { sample: 5 });
      expect(single).to.deep.equal(["FAILED sample: is one row, asked was for a sample of 5"]);
    });

    for (const [field, change] of [
      ["event", { event: { contract: "DistributionLedger", sequence: 1, transactionHash: id("x"), time: 1 } }],
      ["anchor", { anchor: { blockNumber: 1, blockHash: id("favourable") } }],
      ["chainId", { chainId: 1 }],
    ] as const) {
      it(`when it says another ${field} than the chain`, async () => {
        const found = await forged(path, (files) =>
          editJson(files, "data/disclosure.json", (value) => ({ ...value, ...change })),
        );
        expect(found.join()).to.match(new RegExp(`^FAILED disclosure: data/disclosure.json says ${field} [^,]*`));
      });
    }

    it("when nobody submitted the batch", async () => {
      const found = await forged(path, (files) =>
        editJson(files, "data/disclosure.json", (value) => ({
          ...value,
          batch: { ...(value["batch"] as Line), batchId: id("other") },
        })),
      );
      expect(found).to.deep.equal([`FAILED disclosure: nobody submitted a batch ${id("other")}`]);
    });

    it("when something else lies in it, or a file was changed", async () => {
      const more = await forged(path, (files) => rebag(new Map([...files, ["data/note.txt", Buffer.from("x")]])));
      expect(more).to.deep.equal(["FAILED disclosure: data/note.txt does not belong to a disclosure"]);
      const damaged = await forged(path, (files) => new Map([...files, [ROWS_FILE, Buffer.from("{}\n")]]));
      expect(damaged[0]).to.match(/^FAILED disclosure: data\/rows.ndjson does not have the digest/);
      const info = Buffer.from("Bagging-Date: 1970-01-01\n");
      const dated = await forged(path, (files) => rebag(new Map([...files, ["bag-info.txt", info]])));
      expect(dated[0]).to.equal("FAILED disclosure: bag-info.txt is not what follows from the payload");
    });
  });

  it("is UNPROVEN where a salt was destroyed, whose row keeps its place and amount", async () => {
    const path = await disclose(sampleOf(4));
    const [victim = 0] = drawn(path);
    const salts = join(local.folder, "private/salts.bin");
    const whole = readFileSync(salts);
    writeFileSync(salts, Buffer.from(whole).fill(0, 32 * victim, 32 * victim + 32));
    try {
      const unproven = `UNPROVEN row: row ${victim}: its salt is said to be destroyed; only its place and amount hold`;
      expect(await findings(await disclose(sampleOf(4)), { sample: 4 })).to.deep.equal([unproven]);
      await expectCode(disclose(row(victim)), "refused/row-shredded");
    } finally {
      writeFileSync(salts, whole);
    }
  });

  it("is refused for another batch, row, anchor or bundle than there is", async () => {
    await expectCode(disclose(row(0), { local: other }), "input/unknown-batch");
    await expectCode(disclose(row(ROWS)), "input/row-index");
    await expectCode(disclose(sampleOf(ROWS + 1)), "input/sample-size");
    await expectCode(disclose(row(0), { bundle: local.folder }), "input/bundle");
    await expectCode(disclose(row(0), { bundle: join(folder, "nowhere") }), "input/bundle");
    await expectCode(disclose(row(0), { target: bundle }), "input/target-not-empty");
    const elsewhere = { ...trust, anchor: { ...trust.anchor, blockHash: id("elsewhere") } };
    await expectCode(disclose(row(0), { trust: elsewhere }), "conflict/anchor-differs");
    const summary = { ...local.summary, total: "501" };
    await expectCode(disclose(row(0), { local: { ...local, summary } }), "conflict/batch-terms");
  });

  it("proves no sample that was drawn by the very block in which the batch was submitted", async () => {
    const snapshot = await world.node.send("evm_snapshot", []);
    const { root, count, manifestDigest } = other.summary;
    await submit(world, { terms: { root, count, total: "500", manifestDigest } }, false);
    const late = await exported();
    await world.node.send("evm_revert", [snapshot]);
    const given = { bundle: late.bundle, trust: late.trust, local: other };
    await expectCode(disclose(sampleOf(2), given), "refused/anchor-too-early");
    const single = await disclose(row(2), given);
    expect(await findings(single, {}, late)).to.deep.equal([]);
    const forgedSample = editJson(readBag(single), "data/disclosure.json", (value) => ({
      ...value,
      selection: sampleOf(1),
    }));
    const path = newPath();
    writeFiles(path, forgedSample);
    expect(await findings(path, {}, late)).to.include(
      "FAILED sample: the batch was submitted in the very block that draws the sample",
    );
  });

  it("is proven beside a bundle of its programme alone, and UNPROVEN beside one without batches", async () => {
    const narrowed = await exported(programId);
    const given = { bundle: narrowed.bundle, trust: narrowed.trust };
    const path = await disclose(sampleOf(4), given);
    expect(await findings(path, { sample: 4 }, narrowed)).to.deep.equal([]);
    const { DistributionLedger: _ledger, ...contracts } = trust.contracts;
    const without = { ...court, trust: { ...trust, contracts } };
    expect(await findings(await disclose(row(1)), {}, without)).to.deep.equal([
      "UNPROVEN disclosure: the bundle beside it proves no batches",
    ]);
    expect(await findings(await disclose(row(1)), {}, { ...court, proven: undefined })).to.deep.equal([
      "UNPROVEN disclosure: the bundle beside it proves nothing that it could be held against",
    ]);
    await expectCode(disclose(row(1), { ...given, recipients: [auditor.recipient] }), "input/bundle");
  });

  describe("that is encrypted", () => {
    let path: string;

    before(async () => {
      path = await disclose(sampleOf(4), { recipients: [auditor.recipient] });
    });

    it("is proven by the holder of an audit key alone", async () => {
      const { identity } = auditor;
      expect(await findings(path, { sample: 4, identity })).to.deep.equal([]);
      const { recipient } = auditor;
      expect(await findings(path, { identity: stranger.identity })).to.deep.equal([
        `UNPROVEN row: data/rows.ndjson.age is not encrypted to ${stranger.recipient}, or its header is damaged.`,
      ]);
      expect(await findings(path)).to.deep.equal([
        "UNPROVEN row: data/rows.ndjson.age is encrypted, and no identity was given",
      ]);
      const description = Buffer.from(readBag(path).get("data/disclosure.json") ?? []).toString();
      expect((JSON.parse(description) as Line)["encryptedTo"]).to.deep.equal([recipient]);
      const [salt] = linesOf(readBag(await disclose(sampleOf(4)))).map((line) => String(line["salt"]));
      for (const bytes of readBag(path).values()) expect(Buffer.from(bytes).includes(salt ?? "")).to.equal(false);
    });

    it("is FAILED when it was damaged, or says that strangers can read it", async () => {
      const target = newPath();
      const cipher = Buffer.from(readBag(path).get("data/rows.ndjson.age") ?? []);
      cipher.writeUInt8(cipher.readUInt8(cipher.length - 1) ^ 1, cipher.length - 1);
      writeFiles(target, rebag(new Map([...readBag(path), ["data/rows.ndjson.age", cipher]])));
      const { identity } = auditor;
      expect((await findings(target, { identity })).join()).to.match(/^FAILED row: data\/rows.ndjson.age is damaged/);
      for (const [recipient, reason] of [
        [stranger.recipient, "is no audit key on record"],
        [former.recipient, "is retired"],
      ] as const) {
        const found = await forged(path, (files) =>
          editJson(files, "data/disclosure.json", (value) => ({ ...value, encryptedTo: [recipient] })),
        );
        expect(found[0])
          .to.match(/^FAILED disclosure: is encrypted to somebody else: /)
          .and.to.include(reason);
      }
    });

    it("is refused to strangers, and to keys that are no longer in force", async () => {
      for (const { recipient } of [stranger, former]) {
        const refused = await expectCode(disclose(row(0), { recipients: [recipient] }), "refused/no-audit-key");
        expect(refused.message).to.include(recipient);
      }
    });
  });

  async function batchOf(from: number): Promise<LocalBatch> {
    const rows = payoutRows(ROWS, from).map((item) => ({ ...item, amount: "50" }));
    return build(rows, { rules: rulesWith(() => ({ program: programId })), period: 1 });
  }
});

function linesOf(files: BundleFiles): Line[] {
  const text = Buffer.from(files.get(ROWS_FILE) ?? []).toString("utf8");
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

function withLines(files: BundleFiles, alter: (lines: Line[]) => Line[]): BundleFiles {
  const text = alter(linesOf(files)).map((line) => `${toCanonicalJson(line)}\n`);
  return rebag(new Map([...files, [ROWS_FILE, Buffer.from(text.join(""))]]));
}
