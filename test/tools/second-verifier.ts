import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { toQuantity, zeroPadValue, ZeroHash } from "ethers";

import { INCIDENT } from "#lib/demo/emergency-case";
import { ExitCode } from "#lib/errors/exit-code";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { bundlePaths, type StateProofs } from "#lib/evidence/format";
import { evidenceHeadSlot } from "#lib/evidence/hash-chain";
import type { VerificationReport } from "#lib/evidence/report";
import { ownerSlot, safeSlots } from "#lib/evidence/safe-code";
import { trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { verifierTablesHold } from "#lib/evidence/verifier-tables";
import { silentReporter } from "#lib/console/reporter";
import { editJson, rebag } from "#support/bundle-mutants";
import { type DemoRun, demoRun } from "#support/demo-run";
import { fullStory } from "#support/evidence-story";
import type { EvidenceWorld } from "#support/evidence-world";
import { forgedEvents, forgedFiles, type Forgery, foreignTrusts, pathsBelow, turned } from "#support/forgeries";
import { rememberCryptography } from "#support/remember-cryptography";
import { type Case, judgeAgain, requirePython, runSecond, type SecondReport } from "#support/second-verifier";
import { temporaryFolder } from "#support/temporary-folder";

/** What a node answers to `eth_getProof`, as far as it is read. */
interface Proof {
  readonly accountProof: readonly string[];
  readonly storageProof: readonly { readonly proof: readonly string[] }[];
}

/** Views that it does not derive: it must say so of each. */
const ONLY_HASHED = ["accreditations", "batches", "exceptions", "key-rotations", "programs", "status-checks"].map(
  (name) => `data/${name}.ndjson`,
);

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

  /** One byte of every file turned; nothing can be turned in an empty one. */
  function turnedBytes(): { readonly name: string; readonly path: string; readonly files: BundleFiles }[] {
    const paths = pathsBelow(run.files, "data/").filter((path) => run.files.get(path)?.length !== 0);
    return paths.map((path, index) => {
      const size = run.files.get(path)?.length ?? 0;
      const position = Math.floor((size * ((index * 7) % 10)) / 10);
      return { name: `${path} at ${position}`, path, files: turned(run.files, path, position) };
    });
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

  it("proves the demonstration's bundle, counts what the first counts, and says which files are only hashed", () => {
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

  describe("of a history with every kind of signature, a replaced owner and a rollback", () => {
    let world: EvidenceWorld;

    before(async () => {
      world = await fullStory();
    });

    async function exported(): Promise<Case> {
      const bundle = join(temporaryFolder(), "bundle");
      const { node, record } = world;
      const { anchor } = await exportEvidence({ node, record, target: bundle, reporter: silentReporter() });
      return { files: readBag(bundle), trust: trustFrom(record, anchor) };
    }

    it("proves it with the first", async () => {
      const [[first, second] = []] = await judgeTwice([await exported()]);
      expect(second?.claims.filter(({ verdict }) => verdict === "FAILED" || verdict === "UNPROVEN")).to.deep.equal([]);
      expect([first?.ok, second?.ok, second?.counts]).to.deep.equal([true, true, first?.counts]);
    });

    it("refuses with the first what is proven of the state and was not asked for", async () => {
      const { files, trust } = await exported();
      const block = toQuantity(trust.anchor.blockNumber);
      const prove = async (account: string, slots: readonly string[]): Promise<Proof> =>
        (await world.node.send("eth_getProof", [account, slots, block])) as Proof;
      const stranger = world.record.safeContracts.multiSendCallOnly;
      const { accountProof } = await prove(stranger, []);
      const slot = zeroPadValue("0x07", 32);
      const { storageProof } = await prove(world.address("KeyRegistry"), [slot]);
      const withAccounts = (change: (accounts: readonly StateProofs["accounts"][number][]) => unknown): Case => ({
        files: editJson(files, bundlePaths.stateProofs, (value) => ({
          ...value,
          accounts: change(value["accounts"] as StateProofs["accounts"]),
        })),
        trust,
      });
      const proof = storageProof[0]?.proof ?? [];
      const verdicts = await judgeTwice([
        withAccounts((accounts) => [...accounts, { address: stranger, accountProof, storage: [] }]),
        withAccounts((accounts) =>
          accounts.map((item) =>
            item.address === world.address("KeyRegistry")
              ? { ...item, storage: [...item.storage, { slot, proof }] }
              : item,
          ),
        ),
      ]);
      const reasons = verdicts.map((reports) =>
        reports.map(({ claims }) => claims.find(({ verdict }) => verdict === "FAILED")?.reason),
      );
      const superfluous = `state proof of ${world.address("KeyRegistry")} has slots nobody asked for`;
      expect(reasons).to.deep.equal(
        ["state proofs hold accounts nobody asked for", superfluous].map((reason) => [reason, reason]),
      );
    });

    it("refuses it with the first, by the same claim, when storage tells another history", async () => {
      const { address, birth } = world.record.safes.technical;
      const word = zeroPadValue("0x0a", 32);
      const lies = [
        [world.address("KeyRegistry"), evidenceHeadSlot, word, "chain"],
        [address, safeSlots.nonce, word, "safe"],
        [address, safeSlots.threshold, word, "safe"],
        [address, safeSlots.guard, word, "safe"],
        [address, ownerSlot(birth.owners[0] ?? ""), ZeroHash, "safe"],
      ] as const;
      const cases: Case[] = [];
      for (const [account, slot, value] of lies) {
        const before = await world.node.send("evm_snapshot", []);
        await world.node.send("hardhat_setStorageAt", [account, slot, value]);
        await world.node.send("hardhat_mine", ["0x1"]);
        cases.push(await exported());
        await world.node.send("evm_revert", [before]);
      }
      const verdicts = await judgeTwice(cases);
      const open = verdicts.map((reports) =>
        reports.map(({ claims }) => claims.filter(({ verdict }) => verdict === "FAILED").map(({ claim }) => claim)),
      );
      expect(open).to.deep.equal(lies.map(([, , , claim]) => [[claim], [claim]]));
    });
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
    const cases = turnedBytes().map(({ files, ...item }) => ({
      ...item,
      files: rebag(files),
      trust: run.trust,
      places: [],
    }));
    await expectRefused(cases.filter(({ path }) => !ONLY_HASHED.includes(path)));
    const verdicts = await judgeTwice(cases.filter(({ path }) => ONLY_HASHED.includes(path)));
    for (const [first, second] of verdicts) {
      expect([first.ok, second.files.onlyHashed]).to.deep.equal([false, ONLY_HASHED]);
    }
  });

  it("proves what is narrowed to one incident, and refuses it without its story", async () => {
    const bundle = join(temporaryFolder(), "narrowed");
    const { stage, trust } = run;
    const toBlock = trust.anchor.blockNumber;
    const reporter = silentReporter();
    await exportEvidence({
      node: stage.provider,
      record: stage.record,
      target: bundle,
      toBlock,
      incident: INCIDENT,
      reporter,
    });
    const narrowed = readBag(bundle);
    const story = Buffer.from(narrowed.get("data/incident.json") ?? []);
    const bundles = [
      narrowed,
      rebag(new Map([...narrowed].filter(([path]) => path !== "data/incident.json"))),
      rebag(new Map([...narrowed, ["data/incident.json", story.subarray(1)]])),
      rebag(new Map([...run.files, ["data/incident.json", story]])),
    ];
    const verdicts = await judgeTwice(bundles.map((files) => ({ files, trust })));
    expect(verdicts.map((reports) => reports.map(({ ok, narrowedTo }) => [ok, narrowedTo]))).to.deep.equal(
      [
        [true, INCIDENT.id],
        [false, INCIDENT.id],
        [false, INCIDENT.id],
        [false, null],
      ].map((verdict) => [verdict, verdict]),
    );
    expect(verdicts[0]?.[1].files.onlyHashed).to.deep.equal([]);
    const asked = (incident: string): number | null =>
      runSecond(bundle, "--trust", trustPath, "--incident", incident).status;
    expect([asked(INCIDENT.text), asked("another")]).to.deep.equal([ExitCode.ok, ExitCode.unproven]);
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
