import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { ExitCode } from "#lib/errors/exit-code";
import { readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import type { VerificationReport } from "#lib/evidence/report";
import { trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { verifierTablesHold } from "#lib/evidence/verifier-tables";
import { silentReporter } from "#lib/console/reporter";
import { rebag } from "#support/bundle-mutants";
import { type DemoRun, demoRun } from "#support/demo-run";
import { fullStory } from "#support/evidence-story";
import { forgedEvents, forgedFiles, type Forgery, foreignTrusts, pathsBelow, turned } from "#support/forgeries";
import { rememberCryptography } from "#support/remember-cryptography";
import { type Case, judgeAgain, requirePython, runSecond, type SecondReport } from "#support/second-verifier";
import { temporaryFolder } from "#support/temporary-folder";

/** Two verifiers that share no code: what one lets pass by a mistake of its own, the other must stop. */
describe("the verifier in Python", function () {
  this.timeout(300_000);

  let run: DemoRun;
  let trustPath: string;
  let forgetCryptography: () => void;

  before(async () => {
    requirePython();
    run = await demoRun();
    trustPath = join(run.out, "trust.json");
    forgetCryptography = rememberCryptography();
  });

  after(() => {
    forgetCryptography();
  });

  async function judge({ files, trust }: Case): Promise<VerificationReport> {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    return await verifyBundle(folder, trust);
  }

  async function judgeTwice(cases: readonly Case[]): Promise<(readonly [VerificationReport, SecondReport])[]> {
    const again = judgeAgain(cases);
    const reports: VerificationReport[] = [];
    for (const item of cases) reports.push(await judge(item));
    const second = await again;
    return reports.map((report, index) => [report, itemAt(second, index)] as const);
  }

  /** Neither lets a forgery pass, and both name its place. */
  async function expectRefused(forgeries: readonly Forgery[]): Promise<void> {
    const verdicts = await judgeTwice(forgeries);
    for (const [index, { name, places }] of forgeries.entries()) {
      for (const { ok, claims } of itemAt(verdicts, index)) {
        expect(ok, name).to.equal(false);
        const open = claims.filter(({ verdict }) => verdict === "FAILED" || verdict === "UNPROVEN");
        const named = open.some(({ contract, sequence }) =>
          places.some((place) => place.contract === contract && place.sequence === sequence),
        );
        expect(named || places.length === 0, `${name}: ${JSON.stringify(open)}`).to.equal(true);
      }
    }
  }

  it("computes hashes, signatures, tries and encodings as it should, by known answers", () => {
    const { status, stderr } = runSecond("--self-test");
    expect(status, stderr).to.equal(0);
    expect(stderr).to.match(/Ran \d\d tests/);
  });

  it("has the tables of this suite: events, slots, schemas, names", () => {
    expect(verifierTablesHold(), "run npm run check:abi -- --update").to.equal(true);
  });

  it("proves the demonstration's bundle to the last file, and counts what the first counts", () => {
    const { status, stdout } = runSecond(run.summary.bundle, "--trust", trustPath, "--json");
    expect(status).to.equal(ExitCode.ok);
    const { ok, claims, counts, files, manifestSha256 } = JSON.parse(stdout) as SecondReport;
    expect(ok).to.equal(true);
    expect(run.summary.verification).to.include(counts);
    expect(claims.filter(({ verdict }) => verdict !== "PROVEN")).to.deep.equal([]);
    expect(files).to.deep.equal({ proven: pathsBelow(run.files, "data/").sort(), onlyHashed: [] });
    const manifest = run.files.get("tagmanifest-sha256.txt");
    expect(Buffer.from(manifest ?? []).toString()).to.contain(`${String(manifestSha256)}  manifest-sha256.txt`);
  });

  it("proves a history with every kind of signature, a replaced owner and a rollback", async () => {
    const world = await fullStory();
    const bundle = join(temporaryFolder(), "bundle");
    const { node, record } = world;
    const { anchor } = await exportEvidence({ node, record, target: bundle, reporter: silentReporter() });
    const [[first, second] = []] = await judgeTwice([{ files: readBag(bundle), trust: trustFrom(record, anchor) }]);
    expect(second?.claims.filter(({ verdict }) => verdict === "FAILED" || verdict === "UNPROVEN")).to.deep.equal([]);
    expect([first?.ok, second?.ok, second?.counts]).to.deep.equal([true, true, first?.counts]);
  });

  it("refuses with the first, and names with it, each forgery of an event", async () => {
    await expectRefused(forgedEvents(run.files, run.trust, 100));
  });

  it("refuses with the first each forgery of another file whose manifests are right", async () => {
    await expectRefused(forgedFiles(run.files, run.trust));
  });

  it("refuses with the first what is judged by another's trust", async () => {
    await expectRefused(foreignTrusts(run.files, run.trust));
  });

  it("refuses with the first any byte turned, in every file under data/, also with the manifests made right", async () => {
    const cases = pathsBelow(run.files, "data/").flatMap((path, index) => {
      const size = run.files.get(path)?.length ?? 0;
      const position = Math.floor((size * ((index * 7) % 10)) / 10);
      const files = turned(run.files, path, position);
      return [
        { name: `${path} at ${position}`, path, files, trust: run.trust, places: [] },
        { name: `${path} at ${position}, manifests right`, path, files: rebag(files), trust: run.trust, places: [] },
      ];
    });
    await expectRefused(cases);
  });

  it("exits as the first does, and prints one document", () => {
    const folder = temporaryFolder();
    const inside = join(folder, "inside");
    cpSync(run.summary.bundle, inside, { recursive: true });
    cpSync(trustPath, join(inside, "data/trust.json"));
    const forged = join(folder, "forged");
    writeFiles(forged, rebag(turned(run.files, "data/deployments.ndjson", 20)));
    mkdirSync(join(folder, "empty"));
    for (const [args, exit, code] of [
      [[run.summary.bundle], ExitCode.badInput, "input/trust-missing"],
      [[run.summary.bundle, "--trust", join(folder, "none.json")], ExitCode.badInput, "input/file-unreadable"],
      [[run.summary.bundle, "--trust", join(run.out, "summary.json")], ExitCode.badInput, "input/schema"],
      [[inside, "--trust", join(inside, "data/trust.json")], ExitCode.badInput, "input/trust-in-bundle"],
      [["--trust", trustPath], ExitCode.badInput, "input/arguments"],
      [[run.summary.bundle, "--trust", trustPath, "--rpc", "x"], ExitCode.badInput, "input/arguments"],
      [[join(folder, "nowhere"), "--trust", trustPath], ExitCode.badInput, "input/bundle"],
      [[forged, "--trust", trustPath], ExitCode.unproven, undefined],
      [[join(folder, "empty"), "--trust", trustPath], ExitCode.unproven, undefined],
    ] as const) {
      const { status, stdout } = runSecond(...args, "--json");
      const { ok, error } = JSON.parse(stdout) as { ok: boolean; error?: { code: string; exitCode: number } };
      expect([status, ok, error?.code], args.join(" ")).to.deep.equal([exit, false, code]);
    }
  });

  it("is one file that needs nothing but Python and can reach no network", () => {
    const text = readFileSync(new URL("../../scripts/evidence-verify.py", import.meta.url), "utf8");
    const imports = [...text.matchAll(/^(?:from|import) +([\w.]+)/gm)].map(([, name]) => name).sort();
    expect(imports).to.deep.equal([
      "__future__",
      "argparse",
      "datetime",
      "functools",
      "hashlib",
      "json",
      "os",
      "re",
      "stat",
      "struct",
      "sys",
      "typing",
      "unittest",
    ]);
    expect(text).not.to.match(/__import__|importlib|exec\(|eval\(|os\.(?:system|popen|spawn|exec)/);
  });
});

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}
