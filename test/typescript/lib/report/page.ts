import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { id } from "ethers";

import { silentReporter } from "#lib/console/reporter";
import { ExitCode } from "#lib/errors/exit-code";
import { type BundleFiles, readBag, sha256, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { type Approval, bundlePaths } from "#lib/evidence/format";
import { verifyAndReport } from "#lib/evidence/run-verify";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { writeJsonFile } from "#lib/files/json-file";
import { rebag } from "#support/bundle-mutants";
import { highRiskUpgrade, routineUpgrade } from "#support/evidence-story";
import { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { articlesOf, tagsOf, textOf } from "#support/page-reader";
import { temporaryFolder } from "#support/temporary-folder";

/** What a page may be made of: nothing that runs, loads, or sends. */
const TAGS =
  "html head meta title style body header main footer nav section article h1 h2 h3 h4 p ul ol li dl div dt dd table caption thead tbody tr th td a b br code pre em q bdi span strong time";
const ATTRIBUTES =
  "lang charset name content http-equiv id class role href datetime scope aria-label data-label data-change data-incident data-programme";

const SCRIPT = `"><script src=https://evil.example/x.js></script><img src=x onerror=alert(1)>`;
const LINK = "javascript:alert(document.domain)//\u202etxt.exe'";
const NAME = "</q></title><iframe srcdoc='<b>x'>";

describe("report.html", () => {
  let folder: string;
  let bundle: string;
  let files: BundleFiles;
  let trust: Trust;
  let trustPath: string;
  let page: string;

  before(async () => {
    folder = temporaryFolder();
    bundle = join(folder, "bundle");
    const world = await EvidenceWorld.create();
    await world.say("RoleRegistry", "EntityRegistered", [1, NAME, id("law")]);
    await world.found();
    await routineUpgrade(world, { texts: { version: SCRIPT, uri: LINK } });
    await highRiskUpgrade(world, { ways: ["ethSign", "eip712", "executor"] });
    const { node, record } = world;
    const { anchor } = await exportEvidence({ node, record, target: bundle, reporter: silentReporter() });
    trust = trustFrom(record, anchor);
    trustPath = join(folder, "trust.json");
    writeJsonFile(trustPath, trust);
    files = readBag(bundle);
    page = Buffer.from(files.get(bundlePaths.report) ?? []).toString("utf8");
  });

  async function open(forged: BundleFiles): Promise<string[]> {
    const path = temporaryFolder();
    writeFiles(path, forged);
    const { claims } = await verifyBundle(path, trust);
    return claims.filter(({ verdict }) => verdict !== "PROVEN").map(({ claim, reason }) => `${claim}: ${reason}`);
  }

  it("is part of a bundle that is proven", async () => {
    expect(page.startsWith("<!doctype html>\n")).to.equal(true);
    expect(await open(files)).to.deep.equal([]);
  });

  it("lets nothing that is written into an event become markup", () => {
    const tags = tagsOf(page);
    expect(tags.map(({ name }) => name).filter((name) => !TAGS.split(" ").includes(name))).to.deep.equal([]);
    const attributes = tags.flatMap((tag) => Object.keys(tag.attributes));
    expect(attributes.filter((name) => !ATTRIBUTES.split(" ").includes(name))).to.deep.equal([]);
    expect(tags.flatMap((tag) => tag.attributes["href"] ?? []).filter((href) => !href.startsWith("#"))).to.deep.equal(
      [],
    );
    const text = textOf(page);
    expect(text).to.contain(SCRIPT);
    expect(text).to.contain(LINK.replace("\u202e", "\\u{202e}"));
    expect(text).to.contain(NAME);
  });

  it("forbids scripts and everything from elsewhere, but for its own style sheet", () => {
    const style = /<style>([^<]*)<\/style>/.exec(page)?.[1] ?? "";
    const hash = Buffer.from(sha256(Buffer.from(style)), "hex").toString("base64");
    const policy = tagsOf(page).find(({ attributes }) => attributes["http-equiv"] === "Content-Security-Policy");
    expect(textOf(policy?.attributes["content"] ?? "")).to.equal(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.to.match(/url\(|@import/);
  });

  it("names with each change everybody who signed it, for whom, by which rule, and where the evidence is", () => {
    const articles = articlesOf(page, "data-change");
    expect(articles.size).to.equal(2);
    const [routine = "", highRisk = ""] = [...articles.values()].map(textOf);
    const approvals = [...files.keys()]
      .filter((path) => path.startsWith("data/approvals/"))
      .map((path) => JSON.parse(Buffer.from(files.get(path) ?? []).toString("utf8")) as Approval);
    for (const { council, records, safeTxHash, blockNumber } of approvals) {
      const article = council === "technical" ? routine : highRisk;
      for (const { signer } of records) expect(article).to.contain(signer);
      expect(article).to.contain(`block ${blockNumber}`);
      expect(article).to.contain(`data/approvals/${safeTxHash}.json`);
    }
    expect(routine).to.contain("Policy version 1: the technical committee, 2 signers or more");
    expect(highRisk).to.contain("Policy version 1: the governance council, 3 signers or more");
    for (const way of ["signed its hash (eth_sign)", "signed the transaction (EIP-712)", "sent it to the chain"]) {
      expect(highRisk).to.contain(way);
    }
    for (const digest of ["request", "security", "availability", "privacy", "rollback"].map(id)) {
      expect(routine).to.contain(digest);
    }
    expect(routine).to.match(/ChangeManager #\d+/);
  });

  it("says that it proves nothing by itself, and what nobody can prove", () => {
    const text = textOf(page);
    expect(text).to.contain("This page is no proof.");
    expect(text).to.contain("What this report does not prove By itself, nothing.");
    expect(text).not.to.contain("Verdict of the verifier");
  });

  it("is refused when a letter of it was changed, and when it is missing", async () => {
    const forged = page.replace("This page is no proof", "This page is a proof");
    expect(await open(rebag(new Map([...files, [bundlePaths.report, Buffer.from(forged)]])))).to.deep.equal([
      "report: data/report.html is not what follows from the chain",
    ]);
    expect(await open(rebag(new Map([...files].filter(([path]) => path !== bundlePaths.report))))).to.deep.equal([
      "report: data/report.html is missing",
    ]);
  });

  describe("with a verdict", () => {
    async function verify(path: string, report: string): Promise<ExitCode> {
      return await verifyAndReport(
        { bundle: path, trust: trustPath, incident: "", program: "", disclosure: "", sample: "", identity: "", report },
        silentReporter(),
      );
    }

    it("has the verdict in front, the digest of what was judged, and a verdict with each change", async () => {
      const path = join(folder, "report.html");
      expect(await verify(bundle, path)).to.equal(ExitCode.ok);
      const judged = readFileSync(path, "utf8");
      const text = textOf(judged);
      tagsOf(judged);
      expect(text.indexOf("PROVEN")).to.be.lessThan(text.indexOf("Contents"));
      expect(text).to.contain(sha256(files.get("tagmanifest-sha256.txt") ?? new Uint8Array()));
      expect(text).to.contain("Every change kept to the rules PROVEN");
      for (const article of articlesOf(judged, "data-change").values()) {
        expect(textOf(article)).to.contain("Verdict of the verifier: PROVEN");
      }
      expect(text).not.to.contain("This page is no proof.");
    });

    it("lists first what is not proven, with its reason, for a bundle that was forged", async () => {
      const forged = join(folder, "forged");
      const path = join(folder, "forged.html");
      writeFiles(forged, rebag(new Map([...files, [bundlePaths.deployments, Buffer.from("{}\n")]])));
      expect(await verify(forged, path)).to.equal(ExitCode.unproven);
      const text = textOf(readFileSync(path, "utf8"));
      expect(text).to.match(/^ ?.*?Verdict NOT PROVEN.*?FAILED The deployment log follows from the events/);
      expect(text).to.contain("data/deployments.ndjson is not what follows from the chain");
    });

    it("is the verdict alone for a bundle that proves nothing", async () => {
      const empty = join(folder, "nothing");
      const path = join(folder, "nothing.html");
      writeFiles(empty, new Map([["data/export.json", Buffer.from("{}")]]));
      expect(await verify(empty, path)).to.equal(ExitCode.unproven);
      const text = textOf(readFileSync(path, "utf8"));
      expect(text).to.contain("Verdict on a bundle of evidence");
      expect(text).to.contain("FAILED");
      expect(text).not.to.contain("At a glance");
    });

    it("is written neither over a file nor into the bundle, and nothing is verified then", async () => {
      await expectCode(verify(bundle, trustPath), "input/report-exists");
      await expectCode(verify(bundle, join(bundle, "data/verdict.html")), "input/report-in-bundle");
      await expectCode(verify(bundle, join(folder, "nowhere/verdict.html")), "input/report-folder");
      expect(existsSync(join(bundle, "data/verdict.html"))).to.equal(false);
    });
  });
});
