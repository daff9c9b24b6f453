import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { Wallet } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { attestationPath, preAuthenticationEncoding } from "#lib/evidence/attestation";
import { attestBundle } from "#lib/evidence/attest-bundle";
import { type BundleFiles, readBag, sha256, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import type { Claim } from "#lib/evidence/report";
import { type Trust, trustFrom, trustSchema } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

const exporter = new Wallet(`0x${"a1".repeat(32)}`);
const other = new Wallet(`0x${"b2".repeat(32)}`);

describe("statement of the exporter", () => {
  let bare: BundleFiles;
  let attested: BundleFiles;
  let trust: Trust;

  before(async () => {
    const world = await EvidenceWorld.create();
    await world.found();
    const { node, record } = world;
    const target = join(temporaryFolder(), "bundle");
    const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    bare = readBag(target);
    attested = await attestedBy(exporter);
  });

  async function attestedBy(signer: Wallet): Promise<BundleFiles> {
    const folder = temporaryFolder();
    writeFiles(folder, bare);
    await attestBundle(folder, signer);
    return readBag(folder);
  }

  async function claims(files: BundleFiles, named?: Wallet): Promise<Pick<Claim, "verdict" | "reason">[]> {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const against = named === undefined ? trust : trustSchema.parse({ ...trust, exporter: named.address });
    const report = await verifyBundle(folder, against);
    const own = report.claims.filter(({ claim }) => claim === "attestation");
    expect(report.ok).to.equal(own.every(({ verdict }) => verdict === "PROVEN"));
    return own.map(({ verdict, reason }) => ({ verdict, reason }));
  }

  function withEnvelope(edit: (text: string) => string): BundleFiles {
    const text = Buffer.from(attested.get(attestationPath) ?? []).toString("utf8");
    return new Map([...attested, [attestationPath, Buffer.from(edit(text))]]);
  }

  it("is a DSSE envelope of an in-toto statement about the manifest of manifests", () => {
    const envelope = JSON.parse(Buffer.from(attested.get(attestationPath) ?? []).toString("utf8")) as {
      payload: string;
      payloadType: string;
    };
    expect(envelope.payloadType).to.equal("application/vnd.in-toto+json");
    const statement = JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8")) as Record<string, unknown>;
    expect(statement["_type"]).to.equal("https://in-toto.io/Statement/v1");
    expect(statement["subject"]).to.deep.equal([
      {
        digest: { sha256: sha256(bare.get("tagmanifest-sha256.txt") ?? new Uint8Array()) },
        name: "tagmanifest-sha256.txt",
      },
    ]);
  });

  it("signs what DSSE's pre-authentication encoding of the payload is", () => {
    expect(Buffer.from(preAuthenticationEncoding(Buffer.from("hello"))).toString("utf8")).to.equal(
      "DSSEv1 28 application/vnd.in-toto+json 5 hello",
    );
  });

  it("leaves every other file as it was, and has the same bytes when it is made again", async () => {
    expect([...attested].filter(([path]) => path !== attestationPath)).to.deep.equal([...bare]);
    expect([...(await attestedBy(exporter))]).to.deep.equal([...attested]);
  });

  it("is proven when the trust file names its signer, or nobody, and says which", async () => {
    const said = (who: string): string =>
      `${exporter.address}, ${who}, signed that this is the bundle; the KeyRegistry holds no audit key of this account`;
    expect(await claims(attested, exporter)).to.deep.equal([
      { verdict: "PROVEN", reason: said("whom the trust file names as exporter") },
    ]);
    expect(await claims(attested)).to.deep.equal([
      { verdict: "PROVEN", reason: said("whom the trust file does not name") },
    ]);
  });

  it("is asked for only when the trust file names an exporter", async () => {
    expect(await claims(bare)).to.deep.equal([]);
    expect(await claims(bare, exporter)).to.deep.equal([
      {
        verdict: "UNPROVEN",
        reason: `the bundle holds no statement by ${exporter.address}, whom the trust file names as its exporter`,
      },
    ]);
  });

  it("is refused from anybody else", async () => {
    expect(await claims(await attestedBy(other), exporter)).to.deep.equal([
      {
        verdict: "FAILED",
        reason: `the statement was signed by ${other.address}, the trust file names ${exporter.address} as exporter`,
      },
    ]);
  });

  it("is refused when anything of it was altered, also where nobody is named", async () => {
    const altered: [string, (text: string) => string, RegExp][] = [
      [
        "another name",
        (text) => text.replace(exporter.address, other.address),
        /was signed by 0x.{40}, and names eip155:/,
      ],
      [
        "another payload",
        (text) => text.replace('"payload":"', '"payload":"AAAA'),
        /is a statement about another bundle/,
      ],
      ["another signature", (text) => text.replace(/"sig":"..../, '"sig":"AAAA'), /was signed by 0x|no key recovers/],
      ["the signature in another form", (text) => text.replace(/"sig":"([^"]*)"/, renumbered), /no key recovers/],
      ["a second signature", (text) => text.replace(/\[(\{.*\})\]/, "[$1,$1]"), /attest\/statement\.dsse\.json/],
      ["blanks", (text) => `${text} `, /attest\/statement\.dsse\.json/],
      ["nothing", () => "", /attest\/statement\.dsse\.json/],
    ];
    for (const [name, edit, reason] of altered) {
      const [claim] = await claims(withEnvelope(edit));
      expect(claim?.verdict, name).to.equal("FAILED");
      expect(claim?.reason, name).to.match(reason);
    }
  });

  it("is not made twice, nor of a bundle that is damaged", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, attested);
    await expectCode(attestBundle(folder, exporter), "conflict/attested");
    const damaged = temporaryFolder();
    writeFiles(damaged, bare);
    writeFileSync(join(damaged, "data/deployments.ndjson"), "{}\n");
    await expectCode(attestBundle(damaged, exporter), "input/bundle");
  });
});

/** The same signature with 0 or 1 for its v. */
function renumbered(_match: string, base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  bytes[64] = (bytes[64] ?? 0) - 27;
  return `"sig":"${bytes.toString("base64")}"`;
}
