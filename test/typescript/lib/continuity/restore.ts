import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { generateIdentity, identityToRecipient } from "age-encryption";
import { expect } from "chai";
import { keccak256 } from "ethers";

import { backUp } from "#lib/continuity/back-up";
import { publishManifest, writeObject } from "#lib/continuity/backup-folder";
import { encodeDocument } from "#lib/continuity/manifest";
import { runDrill, type DrillTerms } from "#lib/continuity/run-drill";
import { survey } from "#lib/continuity/survey";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { trustFrom } from "#lib/evidence/trust";
import { readDocument } from "#lib/operations/read-document";

import { contentOf, ContinuityCountry, SERIES } from "#support/continuity-country";
import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

describe("restoring a backup", () => {
  let country: ContinuityCountry;

  beforeEach(async () => {
    country = await ContinuityCountry.begin();
  });

  it("names the file of which one byte was flipped, whichever it is, and restores nothing", async () => {
    await country.backup();
    const copy = country.copy();
    const files = Object.keys(contentOf(copy));
    expect(files.length).to.be.greaterThan(10);
    for (const file of files) {
      const path = join(copy, file);
      const whole = readFileSync(path);
      const at = Math.floor(whole.length / 2);
      writeFileSync(path, Buffer.from(whole.map((byte, index) => (index === at ? byte ^ 1 : byte))));
      const target = join(temporaryFolder(), "restored");
      const error = await expectCode(country.restore({ folder: copy, target }), "conflict/backup-corrupted");
      expect(error.message).to.include(path);
      expect(() => readdirSync(target)).to.throw("ENOENT");
      writeFileSync(path, whole);
    }
    expect((await country.restore({ folder: copy })).examination?.ok).to.equal(true);
  });

  it("names an object that is cut off or missing", async () => {
    const { filed } = await country.backup();
    const copy = country.copy();
    const path = join(copy, "objects", `${filed.manifest.index.sha256}.age`);
    truncateSync(path, filed.manifest.index.bytes - 1);
    const truncated = await expectCode(country.restore({ folder: copy }), "conflict/backup-truncated");
    rmSync(path);
    const missing = await expectCode(country.restore({ folder: copy }), "conflict/backup-incomplete");
    for (const { message } of [truncated, missing]) expect(message).to.include(path);
  });

  it("refuses a copy that a newer backup has overtaken, unless that is accepted", async () => {
    await country.backup();
    const old = country.copy();
    await country.backup();
    const error = await expectCode(country.restore({ folder: old }), "refused/backup-stale");
    expect(error.details).to.have.nested.property("newest.version", 2);
    await expectCode(country.restore({ sequence: 1 }), "refused/backup-stale");
    const leniency = { older: true, unrecorded: false };
    expect((await country.restore({ folder: old, leniency })).backup.standing.state).to.equal("older");
  });

  it("refuses what the chain does not know, unless that is accepted", async () => {
    await backUp(await country.terms(), await survey(country.deployment));
    await expectCode(country.restore(), "refused/backup-unrecorded");
    await expectCode(country.restore({ leniency: { older: true, unrecorded: false } }), "refused/backup-unrecorded");
    const leniency = { older: false, unrecorded: true };
    expect((await country.restore({ leniency })).backup.standing.state).to.equal("unrecorded");
  });

  it("refuses the backup of another chain, contract or series, whoever says which is ours", async () => {
    await country.backup();
    const { record } = country.suite;
    const trust = trustFrom(record, { blockNumber: 1, blockHash: `0x${"11".repeat(32)}` });
    const other = { ...trust, contracts: { ...trust.contracts, OperationsLog: trust.contracts["KeyRegistry"] } };
    for (const altered of [
      { anchor: { from: "record", record: { ...record, chainId: 1 } } },
      { anchor: { from: "trust", trust: { ...trust, chainId: 1 } } },
      { anchor: { from: "trust", trust: other as typeof trust } },
      { series: { text: "other", id: SERIES.id } },
    ] as const) {
      await expectCode(country.restore(altered), "conflict/backup-of-another-deployment");
    }
    expect((await country.restore({ anchor: { from: "trust", trust } })).examination?.ok).to.equal(true);
  });

  it("refuses a key that is no recipient's, a folder without backups, and a target that is not empty", async () => {
    await expectCode(country.restore(), "input/backup");
    await country.backup();
    await expectCode(country.restore({ sequence: 2 }), "input/backup");
    const secret = await generateIdentity();
    const stranger = { secrets: [secret], recipients: [await identityToRecipient(secret)] };
    await expectCode(country.restore({ identity: stranger as never }), "refused/not-a-recipient");
    await expectCode(country.restore({ target: country.deployment }), "refused/target-not-empty");
  });

  it("refuses a manifest that would put a file elsewhere, even when nobody asks the chain", async () => {
    const { filed, made } = await country.backup();
    const [file] = made?.stores[0]?.files ?? [];
    const keys = country.holders.flatMap(({ recipients }) => recipients);
    const leniency = { older: true, unrecorded: true };
    let sequence = 1;
    for (const path of [
      "../evil",
      "/etc/evil",
      "a/../../b",
      "a//b",
      "./a",
      "a\\..\\b",
      "C:evil",
      "a\u0000b",
      "CHANGES",
      "",
    ]) {
      const files = [path, "changes/a"].map((place) => ({ ...file, path: place }));
      const stores = [{ name: "unnamed", secret: true, files }];
      const index: object = { schema: "sign.backup-index.v1", network: "anvil", stores, keystores: [] };
      const forged = await writeObject(country.medium, [encodeDocument(index as never)], keys);
      publishManifest(country.medium, { ...filed.manifest, sequence: ++sequence, index: forged });
      const error = await expectCode(country.restore({ leniency }), "refused/unsafe-path");
      expect(error.details["path"]).to.equal(path === "CHANGES" ? "changes" : path);
    }
  });

  it("writes nothing in a dry run", async () => {
    await country.backup();
    const { target, examination } = await country.restore({}, true);
    expect(examination).to.equal(null);
    expect(() => readdirSync(target)).to.throw("ENOENT");
  });

  describe("as a drill", () => {
    const drill = async (altered: Partial<DrillTerms> = {}) => {
      const [identity] = country.holders;
      const rpc = country.suite.connection.provider;
      const terms = { ...(await country.terms()), identity, trust: undefined, rpc, ...altered } as DrillTerms;
      return runDrill(terms, country.sending);
    };
    const inForce = () => readDocument(country.suite.provider, country.suite.record, "RestoreDrill", SERIES.id);

    it("makes a backup when there is none, restores it, and records who held it", async () => {
      const { report, recorded } = await drill();
      expect([report.backup.sequence, report.examination.ok, report.by]).to.deep.equal([
        1,
        true,
        await country.sending.signer.getAddress(),
      ]);
      expect(keccak256(readFileSync(recorded?.path ?? ""))).to.equal((await inForce())?.digest);
      expect(readdirSync(join(country.deployment, "continuity/drill"))).to.deep.equal([]);
      expect((await drill()).report.backup.sequence).to.equal(1);
    });

    it("records nothing when what comes back does not pass", async () => {
      const { record } = country.suite;
      const altered = { ...record.contracts.KeyRegistry, implementationCodehash: `0x${"11".repeat(32)}` };
      writeContractsRecord(country.deployment, { ...record, contracts: { ...record.contracts, KeyRegistry: altered } });
      const { report, recorded } = await drill();
      expect([report.examination.ok, recorded, await inForce()]).to.deep.equal([false, null, undefined]);
    });

    it("fails on a backup that is damaged, records nothing and leaves nothing behind", async () => {
      const { filed } = await country.backup();
      rmSync(join(country.medium, "objects", `${filed.manifest.index.sha256}.age`));
      await expectCode(drill(), "conflict/backup-incomplete");
      expect(await inForce()).to.equal(undefined);
      const left = readdirSync(join(country.deployment, "continuity/drill"));
      expect(left).to.deep.equal([]);
      cpSync(country.medium, join(country.deployment, "continuity/drill/restored"), { recursive: true });
      await country.backup();
      expect((await drill()).recorded?.version).to.equal(1);
    });
  });
});
