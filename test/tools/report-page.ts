import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { ExitCode } from "#lib/errors/exit-code";
import { type Approval, bundlePaths } from "#lib/evidence/format";
import type { ChangeLine } from "#lib/evidence/change-format";
import { verifyAndReport } from "#lib/evidence/run-verify";
import { asPrinted, layOut, requestsOf, requireBrowser } from "#support/browser";
import { type DemoRun, demoRun } from "#support/demo-run";
import { articlesOf, textOf } from "#support/page-reader";

/** Telephones; a window; the print area of A4 between the page's margins of 14 mm, at 96 pixels an inch. */
const NARROW = 390;
const WIDE = 1_200;
/** Just too wide for tables to fold. */
const MIDDLE = 1_040;
const PAPER = 688;

const CHAPTERS = [
  "Contents",
  "At a glance",
  "Changes",
  "Emergencies, incidents and reviews",
  "Bridge: limits and conversions",
  "Programmes and reconciliation",
  "Keys",
  "Accreditations and credentials",
  "Councils and what their Safes did",
  "What this report does not prove",
  "What is left out here, and where it is",
];

/** The page for people, in a browser as people have it. */
describe("report.html in a browser", function () {
  this.timeout(300_000);

  let run: DemoRun;
  let page: string;
  let judged: string;

  before(async () => {
    requireBrowser();
    run = await demoRun();
    page = textAt(bundlePaths.report);
    const path = join(run.folder, "verdict.html");
    const order = {
      bundle: run.summary.bundle,
      trust: join(run.out, "trust.json"),
      incident: "",
      program: "",
      disclosure: "",
      sample: "",
      identity: "",
      report: path,
    };
    expect(await verifyAndReport(order, silentReporter())).to.equal(ExitCode.ok);
    judged = readFileSync(path, "utf8");
  });

  function textAt(path: string): string {
    return Buffer.from(run.files.get(path) ?? []).toString("utf8");
  }

  it("has its chapters in order, the verdict before them, and never skips a level of headings", async () => {
    for (const [html, chapters] of [
      [page, CHAPTERS],
      [judged, ["Verdict", ...CHAPTERS]],
    ] as const) {
      const { headings } = await layOut(html, WIDE);
      expect(headings.filter(({ level }) => level === 1)).to.have.lengthOf(1);
      expect(headings.filter(({ level }) => level === 2).map(({ text }) => text)).to.deep.equal(chapters);
      for (const [index, { level, text }] of headings.entries()) {
        expect(level - (headings[index - 1]?.level ?? 0), text).to.be.at.most(1);
      }
    }
  });

  it("fits a telephone, a window and a sheet of A4: nothing sticks out", async () => {
    for (const [html, width] of [
      [page, NARROW],
      [judged, NARROW],
      [page, MIDDLE],
      [judged, MIDDLE],
      [page, WIDE],
      [judged, WIDE],
      [asPrinted(page), PAPER],
      [asPrinted(judged), PAPER],
    ] as const) {
      const laidOut = await layOut(html, width);
      expect(laidOut.outside, `at ${width} pixels`).to.deep.equal([]);
      expect([laidOut.width, laidOut.content]).to.deep.equal([width, width]);
    }
  });

  it("is styled by its own style sheet, in spite of its policy, and holds no script", async () => {
    const { border, scripts } = await layOut(page, WIDE);
    expect([border, scripts]).to.deep.equal(["rgb(122, 75, 0)", 0]);
  });

  it("asks nobody for anything, and prints", async () => {
    expect(page).not.to.match(/google|gstatic|gvt1/);
    const control = page
      .replace(/<meta http-equiv[^>]*>/, "")
      .replace("<h1>", `<img src="http://evil.example/x.png"><h1>`);
    expect((await requestsOf(control)).requests).to.deep.equal(["http://evil.example/x.png"]);
    const { requests, pdf } = await requestsOf(page);
    expect(requests).to.deep.equal([]);
    const sheets = readFileSync(pdf, "latin1").match(/\/Type\s*\/Page\b/g) ?? [];
    expect(sheets.length).to.be.greaterThan(3);
  });

  it("shows with each change of the demonstration everybody who approved it, and for whom they sit", () => {
    const changes = textAt(bundlePaths.changes)
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ChangeLine);
    const articles = articlesOf(page, "data-change");
    expect([...articles.keys()]).to.deep.equal(changes.map(({ changeId }) => changeId));
    expect(changes.filter(({ status }) => status === "Executed" || status === "RolledBack")).not.to.have.lengthOf(0);
    for (const { changeId, steps, artifacts } of changes) {
      const article = textOf(articles.get(changeId) ?? "");
      for (const hash of steps.flatMap(({ approvals }) => approvals)) {
        const { records } = JSON.parse(textAt(bundlePaths.approval(hash))) as Approval;
        for (const { signer, seat } of records)
          expect(article).to.match(new RegExp(`${signer}.*entity ${seat?.entity}\\)`));
      }
      for (const { contract, sequence } of steps) expect(article).to.contain(`${contract} #${sequence}`);
      for (const digest of Object.values(artifacts)) expect(article).to.contain(digest);
    }
  });

  it("says with the verdict what is proven of each change, and what no verdict is about", () => {
    const text = textOf(judged);
    expect(text).to.match(/Verdict PROVEN [\d,]+ of [\d,]+ claims hold\./);
    for (const article of articlesOf(judged, "data-change").values()) {
      expect(textOf(article)).to.contain("Verdict of the verifier: PROVEN");
    }
    expect(text).to.contain("An incident’s story.");
  });
});
