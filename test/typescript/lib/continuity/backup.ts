import { cpSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { backUp } from "#lib/continuity/back-up";
import { whileLocked } from "#lib/continuity/backup-folder";
import { recipientsPath } from "#lib/continuity/backup-recipients";
import { survey } from "#lib/continuity/survey";

import { contentOf, ContinuityCountry } from "#support/continuity-country";
import { expectCode } from "#support/expect-code";

describe("a backup", () => {
  let country: ContinuityCountry;

  beforeEach(async () => {
    country = await ContinuityCountry.begin();
  });

  it("brings back every file byte for byte, with its permissions, for each holder alone", async () => {
    const before = contentOf(country.deployment);
    const { made, notices } = await country.backup();
    expect(notices).to.deep.equal({ unnamed: ["notes-of-the-director.txt"], gone: [], unfinished: [] });
    expect(made?.stores.filter(({ secret }) => secret).map(({ name }) => name)).to.deep.equal([
      "row-salts",
      "batches",
      "incidents",
      "unnamed",
    ]);
    for (const identity of country.holders) {
      const { target, examination, backup } = await country.restore({ identity });
      expect(contentOf(target)).to.deep.equal(before);
      const salts = join(target, "programs/child-benefit/batches/1/first/private/salts.bin");
      expect(statSync(salts).mode & 0o777).to.equal(0o600);
      expect([examination?.ok, examination?.findings]).to.deep.equal([true, []]);
      expect(backup.index.keystores[0]?.where).to.equal("HSM 1, slot 4");
    }
  });

  it("tells whoever stores it neither names nor content", async () => {
    await country.backup();
    const stored = Object.entries(contentOf(country.medium));
    for (const word of ["child-benefit", "governance.json", "At three in the morning", "Holder 1"]) {
      const hex = Buffer.from(word).toString("hex");
      expect(stored.filter(([path, bytes]) => path.includes(word) || bytes.includes(hex))).to.deep.equal([]);
    }
  });

  it("writes only what is new, and names what is gone", async () => {
    const first = await country.backup();
    const objects = new Set(first.filed.manifest.objects.map(({ sha256 }) => sha256));
    country.write("changes/001-a-change/change-request.md", "Because of the new law.\n");
    rmSync(join(country.deployment, "programs/child-benefit/rules/1.json"));
    const second = await country.backup();
    // The request, and the journal, in which the first recording stands.
    expect(second.made?.written).to.equal(2);
    const { sequence, previous, objects: now } = second.filed.manifest;
    expect([sequence, previous]).to.deep.equal([2, first.filed.digest]);
    expect(now.filter(({ sha256 }) => !objects.has(sha256))).to.have.length(2);
    expect(second.notices.gone).to.deep.equal(["programs/child-benefit/rules/1.json"]);
    expect(contentOf((await country.restore()).target)).not.to.have.property("programs/child-benefit/rules/1.json");
  });

  it("encrypts an object anew that is damaged where it is stored", async () => {
    const { filed } = await country.backup();
    for (const { sha256 } of filed.manifest.objects)
      writeFileSync(join(country.medium, "objects", `${sha256}.age`), "x");
    const again = await country.backup();
    expect(again.made?.written).to.equal(again.filed.manifest.objects.length);
    expect((await country.restore()).examination?.ok).to.equal(true);
  });

  it("is refused to recipients that the chain does not know, or to only one", async () => {
    const path = recipientsPath(country.deployment);
    const { holders } = country;
    const file = (recipients: readonly (string | undefined)[]): string =>
      JSON.stringify({
        schema: "sign.backup-recipients.v1",
        recipients: recipients.map((recipient) => ({ holder: "Somebody", recipient })),
        keystores: [],
      });
    const [first, second] = holders.map(({ recipients: [recipient] }) => recipient);
    writeFileSync(path, file([second, first]));
    await expectCode(country.backup(), "conflict/document-digest");
    writeFileSync(path, file([first]));
    await expectCode(country.backup(), "input/schema");
    writeFileSync(path, file([first, first]));
    await expectCode(country.backup(), "input/recipient-twice");
    expect(() => statSync(country.medium)).to.throw("ENOENT");
  });

  it("follows no symbolic link and takes no key along", async () => {
    const link = join(country.deployment, "incidents/link.md");
    symlinkSync("/etc/hostname", link);
    const refused = await expectCode(country.backup(), "refused/symbolic-link");
    expect(refused.message).to.include("incidents/link.md");
    rmSync(link);
    for (const key of [
      `AGE-SECRET-KEY-1${"Q".repeat(58)}`,
      "-----BEGIN EC PRIVATE KEY-----",
      '{"version":3,"crypto":{"cipher":"aes-128-ctr","kdf":"scrypt"}}',
      '{"_format":"hh-keystore-1.0.0"}',
    ]) {
      country.write("keys/kept.json", key);
      const error = await expectCode(country.backup(), "refused/key-in-store");
      expect(error.message).to.include("keys/kept.json");
    }
    expect(readdirSync(country.medium)).to.deep.equal([]);
  });

  it("that was interrupted leaves the one before whole, and the next run goes on", async () => {
    await country.backup();
    const before = await country.restore();
    country.write("changes/001-a-change/report.md", "Simulated.\n");
    country.write("schemas/names.json", "{}");
    const terms = await country.terms();
    const stale = await survey(country.deployment);
    country.write("schemas/names.json", '{ "names": [] }');
    await expectCode(backUp(terms, stale), "conflict/store-changed");
    writeFileSync(join(country.medium, "objects", "new.partial"), "half of an object");
    writeFileSync(join(country.medium, "manifests", "000002-x.json.partial"), "{");
    const { target } = await country.restore();
    expect(contentOf(target)).to.deep.equal(contentOf(before.target));
    // The report and the journal were encrypted before the interruption.
    expect((await country.backup()).made?.written).to.equal(1);
    expect((await country.restore()).examination?.ok).to.equal(true);
  });

  it("that could not be recorded is recorded by the next run, and nothing is encrypted twice", async () => {
    const terms = await country.terms();
    const made = await backUp(terms, await survey(country.deployment));
    await expectCode(country.restore(), "refused/backup-unrecorded");
    const next = await country.backup();
    expect([next.made, next.filed.digest]).to.deep.equal([undefined, made.digest]);
    expect((await country.restore()).backup.standing).to.deep.equal({ state: "newest", version: 1 });
  });

  it("is written by one process at a time", async () => {
    const terms = await country.terms();
    await whileLocked(country.medium, async () => {
      await expectCode(country.backup(), "conflict/backup-running");
    });
    expect((await country.backup()).filed.manifest.sequence).to.equal(1);
    expect(terms.folder).to.equal(country.medium);
  });

  it("goes on in a folder of its own deployment and series only", async () => {
    await country.backup();
    const elsewhere = await ContinuityCountry.begin();
    const terms = await elsewhere.terms();
    cpSync(country.medium, elsewhere.medium, { recursive: true });
    const record = { ...terms.record, chainId: 1 };
    const present = await survey(elsewhere.deployment);
    await expectCode(backUp({ ...terms, record }, present), "conflict/backup-of-another-deployment");
    const series = { text: "other", id: `0x${"11".repeat(32)}` };
    await expectCode(backUp({ ...terms, series }, present), "conflict/backup-of-another-deployment");
  });
});
