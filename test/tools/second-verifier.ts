import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { INCIDENT } from "#lib/demo/emergency-case";
import { PROGRAM } from "#lib/demo/program-case";
import { ExitCode } from "#lib/errors/exit-code";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { bundlePaths } from "#lib/evidence/format";
import { verifierTablesHold } from "#lib/evidence/verifier-tables";
import { alterationsOf } from "#support/altered-statements";
import { rebag } from "#support/bundle-mutants";
import { type DemoRun, demoRun } from "#support/demo-run";
import { forgedEvents, forgedFiles, foreignTrusts, pathsBelow, turned } from "#support/forgeries";
import { guideSections } from "#support/guide";
import { rememberCryptography } from "#support/remember-cryptography";
import { type Case, requirePython, runSecond, secondVerifier, type SecondReport } from "#support/second-verifier";
import { temporaryFolder } from "#support/temporary-folder";
import { derivedFiles, expectNamed, expectRefused, judgeTwice, ONLY_HASHED } from "#support/two-verifiers";
import { requireNamespaces, runWithoutNetwork, verifierCommands } from "#support/without-network";

/** What a bundle may be narrowed to, with the file that tells its story. */
const NARROWED = [
  { kind: "incident", label: INCIDENT, story: bundlePaths.story },
  { kind: "program", label: PROGRAM, story: bundlePaths.programStory },
] as const;

/** Two verifiers that share no code: what one lets pass by a mistake of its own, the other must stop. */
describe("the verifier in Python", function () {
  this.timeout(900_000);

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

  /** One byte of every file turned; nothing can be turned in an empty one. */
  function turnedBytes(): { readonly name: string; readonly path: string; readonly files: BundleFiles }[] {
    const paths = pathsBelow(run.files, "data/").filter((path) => run.files.get(path)?.length !== 0);
    return paths.map((path, index) => {
      const size = run.files.get(path)?.length ?? 0;
      const position = Math.floor((size * ((index * 7) % 10)) / 10);
      return { name: `${path} at ${position}`, path, files: turned(run.files, path, position) };
    });
  }

  it("computes hashes, signatures, tries and encodings as it should, by known answers", () => {
    const { status, stderr } = runSecond("--self-test");
    expect(status, stderr).to.equal(0);
    expect(stderr).to.match(/Ran \d\d tests/);
  });

  it("has the tables of this suite: events, slots, schemas, names", () => {
    expect(verifierTablesHold(), "run npm run check:abi -- --update").to.equal(true);
  });

  it("proves the demonstration's bundle, every file of it, and counts what the first counts", () => {
    const { status, stdout } = runSecond(run.summary.bundle, "--trust", trustPath, "--json");
    expect(status).to.equal(ExitCode.ok);
    const { ok, claims, counts, files, manifestSha256 } = JSON.parse(stdout) as SecondReport;
    expect(ok).to.equal(true);
    expect(run.summary.verification).to.include(counts);
    expect(claims.filter(({ verdict }) => verdict !== "PROVEN").map(({ verdict }) => verdict)).to.deep.equal(
      ONLY_HASHED.map(() => "CONSISTENT"),
    );
    const proven = pathsBelow(run.files, "data/").filter((path) => !ONLY_HASHED.includes(path));
    expect(files).to.deep.equal({ proven: proven.sort(), onlyHashed: ONLY_HASHED });
    const manifest = run.files.get("tagmanifest-sha256.txt");
    expect(Buffer.from(manifest ?? []).toString()).to.contain(`${String(manifestSha256)}  manifest-sha256.txt`);
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

  it("names who signed and was no owner, as the first does", async () => {
    const stranger = foreignTrusts(run.files, run.trust).filter(({ name }) => name === "another owner at birth");
    const [reports = []] = await judgeTwice(stranger);
    for (const { claims } of reports) {
      expect(claims.filter(({ reason }) => reason.endsWith("signed and is no owner"))).not.to.have.lengthOf(0);
    }
  });

  it("refuses with the first any byte turned, in every file under data/", async () => {
    await expectRefused(turnedBytes().map((item) => ({ ...item, trust: run.trust, places: [] })));
  });

  it("refuses it with the first when manifests are right, or names the file as only hashed", async () => {
    const cases = turnedBytes().map((item) => ({ ...item, files: rebag(item.files), trust: run.trust, places: [] }));
    await expectRefused(cases.filter(({ path }) => !ONLY_HASHED.includes(path)));
    for (const [first, second] of await judgeTwice(cases.filter(({ path }) => ONLY_HASHED.includes(path)))) {
      expect([first.ok, second.files.onlyHashed]).to.deep.equal([false, ONLY_HASHED]);
    }
  });

  it("names with the first every file in which a forger says something else, whatever he says", async () => {
    await expectNamed(run.files, run.trust, derivedFiles(run.files));
  });

  it("refuses with the first every other description, but for the program's name and the period asked for", async () => {
    const path = bundlePaths.description;
    const altered = alterationsOf(path, run.files.get(path) ?? new Uint8Array()).map(({ what, bytes }) => {
      const files = rebag(new Map([...run.files, [path, bytes]]));
      return { name: what, files, trust: run.trust, places: [] };
    });
    const asked = ["tool", "period.from"];
    await expectRefused(altered.filter(({ name }) => !asked.includes(name)));
    const verdicts = await judgeTwice(asked.map((wanted) => altered.find(({ name }) => name === wanted) as Case));
    // A block later the period counts the same; the page says which was asked for, and the second only hashes the page.
    expect(verdicts.map((reports) => reports.map(({ ok }) => ok))).to.deep.equal([
      [true, true],
      [false, true],
    ]);
  });

  for (const { kind, label, story: path } of NARROWED) {
    it(`proves what is narrowed to one ${kind}, and refuses it without its story`, async () => {
      const bundle = join(temporaryFolder(), "narrowed");
      const { stage, trust } = run;
      const order = { node: stage.provider, record: stage.record, reporter: silentReporter() };
      const toBlock = trust.anchor.blockNumber;
      await exportEvidence({ ...order, target: bundle, toBlock, subject: { kind, label } });
      const narrowed = readBag(bundle);
      const story = Buffer.from(narrowed.get(path) ?? []);
      const bundles = [
        narrowed,
        rebag(new Map([...narrowed].filter(([name]) => name !== path))),
        rebag(new Map([...narrowed, [path, story.subarray(1)]])),
        rebag(new Map([...run.files, [path, story]])),
      ];
      const verdicts = await judgeTwice(bundles.map((files) => ({ files, trust })));
      expect(verdicts.map((reports) => reports.map(({ ok, narrowedTo }) => [ok, narrowedTo]))).to.deep.equal(
        [
          [true, label.id],
          [false, label.id],
          [false, label.id],
          [false, null],
        ].map((verdict) => [verdict, verdict]),
      );
      expect(verdicts[0]?.[1].files.onlyHashed).to.deep.equal(["data/report.html"]);
      const asked = (incident: string): number | null =>
        runSecond(bundle, "--trust", trustPath, "--incident", incident).status;
      const own = kind === "incident" ? ExitCode.ok : ExitCode.unproven;
      expect([asked(label.text), asked("another")]).to.deep.equal([own, ExitCode.unproven]);
    });
  }

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

  it("answers all that its guide tells an auditor to type, in a folder with nothing else", () => {
    requireNamespaces();
    const folder = temporaryFolder();
    cpSync(run.summary.bundle, join(folder, "bundle"), { recursive: true });
    cpSync(trustPath, join(folder, "trust.json"));
    cpSync(secondVerifier, join(folder, "evidence-verify.py"));
    mkdirSync(join(folder, "source"));
    const guide = guideSections(readFileSync(new URL("../../docs/auditors.md", import.meta.url), "utf8"));
    const commands = guide.flatMap((section) => section.commands);
    const typed = commands.filter((command) => /^(python3|unshare|npm run evidence:verify) /.test(command));
    expect(typed).to.have.lengthOf(8);
    for (const command of typed) {
      // npm starts it so, in the folder of the source.
      const words = command.replace(/^npm run evidence:verify --/, verifierCommands[0].join(" "));
      const cwd = words === command ? folder : join(folder, "source");
      const { status, stdout, stderr } = spawnSync("sh", ["-c", words], { cwd, encoding: "utf8" });
      expect(status, `${command}\n${stdout}${stderr}`).to.equal(ExitCode.ok);
      if (command.includes("--trust")) expect(stdout).to.match(/^PROVEN: (\d+) of \1 claims hold; /);
    }
  });

  describe("where no network exists", () => {
    before(requireNamespaces);

    it("proves and refuses as the first does, which is no less without one", () => {
      const forged = join(temporaryFolder(), "forged");
      writeFiles(forged, rebag(turned(run.files, "data/programs.ndjson", 20)));
      const inside = join(temporaryFolder(), "inside");
      cpSync(run.summary.bundle, inside, { recursive: true });
      cpSync(trustPath, join(inside, "data/trust.json"));
      for (const [args, exit] of [
        [[run.summary.bundle, "--trust", trustPath], ExitCode.ok],
        [[forged, "--trust", trustPath], ExitCode.unproven],
        [[run.summary.bundle], ExitCode.badInput],
        [[inside, "--trust", join(inside, "data/trust.json")], ExitCode.badInput],
      ] as const) {
        const exits = verifierCommands.map((command) => runWithoutNetwork(...command, ...args).status);
        expect(exits, args.join(" ")).to.deep.equal([exit, exit]);
      }
    });

    it("would be found out if it asked one", () => {
      const asks = "import socket; socket.create_connection(('127.0.0.1', 9))";
      expect(runWithoutNetwork("python3", "-c", asks).stderr).to.match(/Network is unreachable|Errno 101/);
    });
  });

  it("is one file that needs nothing but Python and can reach no network", () => {
    const text = readFileSync(new URL("../../scripts/evidence-verify.py", import.meta.url), "utf8");
    const imports = [...text.matchAll(/^(?:from|import) +([\w.]+)/gm)].map(([, name]) => name).sort();
    expect(imports).to.deep.equal([
      "__future__",
      "argparse",
      "base64",
      "collections",
      "copy",
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
