import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { tell, viewFiles } from "#lib/evidence/derive-views";
import { LineComparison } from "#lib/evidence/line-comparison";
import { type Approval, bundlePaths, type ExportDescription } from "#lib/evidence/format";
import { judgeContent } from "#lib/evidence/judge-content";
import { type LineSink, type ProvenHistory, proveHistory } from "#lib/evidence/prove-history";
import { ClaimLedger, type VerificationReport } from "#lib/evidence/report";
import { suiteAbi } from "#lib/evidence/suite-abi";
import { toolName } from "#lib/evidence/tool";
import type { Trust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { writeJsonFile } from "#lib/files/json-file";

import { eventLines, editJson, invent, mutate, type Mutant, rebag } from "#support/bundle-mutants";
import { type DemoRun, demoRun } from "#support/demo-run";
import { rememberCryptography } from "#support/remember-cryptography";

const root = fileURLToPath(new URL("../../../", import.meta.url));

type Forge = (files: BundleFiles, index: number, chainId: number) => Mutant;

/**
 * What a forger does to each single event. Manifests and sums are right again; for every other event also numbers and heads,
 * so that both proofs of completeness are tried along the whole history.
 */
const forgeries: readonly (readonly [string, Forge])[] = [
  ["removed", (files, index, chainId) => mutate(files, index, "drop", chainId, index % 2 === 0)],
  [
    "followed by one that was added",
    (files, index, chainId) =>
      index % 2 === 0 ? invent(files, index, chainId) : mutate(files, index, "duplicate", chainId, false),
  ],
  ["swapped with its neighbour", (files, index, chainId) => mutate(files, index, "swap", chainId, index % 2 === 1)],
  ["altered", (files, index, chainId) => mutate(files, index, "data", chainId, index % 2 === 1)],
];

describe("the demonstration's bundle", () => {
  let run: DemoRun;
  let proven: ProvenHistory;
  let derived: BundleFiles;
  /** What each block adds. */
  const told: Parameters<LineSink["take"]>[] = [];
  let forgetCryptography: () => void;

  before(async () => {
    run = await demoRun();
    forgetCryptography = rememberCryptography();
    const label = { tool: toolName(), since: description(run.files).period.from, narrowed: null };
    const ledger = new ClaimLedger();
    const sink: LineSink = { take: (...block) => told.push(block) };
    const history = await proveHistory({ files: run.files, trust: run.trust, label, abiOf: suiteAbi }, ledger, sink);
    if (history?.views === undefined) throw new Error("the genuine bundle is not proven");
    proven = history;
    derived = viewFiles(tell(history.views, history.chain, run.trust, label));
    expect(ledger.claims.every(({ verdict }) => verdict === "PROVEN")).to.equal(true);
    expect(openContent(run.files)).to.deep.equal([]);
  });

  after(() => {
    forgetCryptography();
  });

  /** The folder of a bundle that differs from the genuine one in some files. */
  async function within<T>(forged: BundleFiles, use: (path: string) => T | Promise<T>): Promise<T> {
    const path = join(run.folder, "forged");
    writeFiles(path, forged);
    try {
      return await use(path);
    } finally {
      rmSync(path, { recursive: true });
    }
  }

  async function open(forged: BundleFiles, trust: Trust = run.trust): Promise<VerificationReport["claims"]> {
    const { ok, claims } = await within(forged, (path) => verifyBundle(path, trust));
    expect(ok).to.equal(false);
    return claims.filter(({ verdict }) => verdict !== "PROVEN");
  }

  /** As {@link open}, for a bundle whose chain data is the genuine one's. */
  function openContent(forged: BundleFiles): VerificationReport["claims"] {
    const ledger = new ClaimLedger();
    const comparison = new LineComparison(forged);
    for (const block of told) comparison.take(...block);
    judgeContent(forged, { proven, comparison, trust: run.trust, derived, since: 0 }, ledger);
    return ledger.claims.filter(({ verdict }) => verdict !== "PROVEN");
  }

  async function reasons(forged: BundleFiles, trust: Trust = run.trust): Promise<string> {
    const claims = await open(forged, trust);
    return claims.map(({ verdict, claim, reason }) => `${verdict} ${claim}: ${reason}`).join("\n");
  }

  it("is proven as it is, with events of every contract of the spine", async () => {
    const { ok, counts } = await verifyBundle(run.summary.bundle, run.trust);
    expect(ok).to.equal(true);
    expect(counts).to.deep.equal({ events: eventLines(run.files).length, approvals: 19, deployments: 6 });
    expect(counts.events).to.be.greaterThan(150);
  });

  // No forger of events can touch what the chain proves: that is proven once, and each forgery held against it. Every
  // fortieth goes through the whole verification besides.
  for (const [what, forge] of forgeries) {
    it(`is refused, with contract and sequence number, when any one event is ${what}`, async () => {
      const { length } = eventLines(run.files);
      for (let index = 0; index < length; index += 1) {
        const mutant = forge(run.files, index, run.trust.chainId);
        expectNamed(mutant, openContent(mutant.files));
        if (index % 40 === 0) expectNamed(mutant, await open(mutant.files));
      }
    });
  }

  it("is refused with a wrong anchor: another hash, another number, an earlier block of the same chain", async () => {
    const { anchor } = run.trust;
    const earlier = await run.stage.provider.getBlock(anchor.blockNumber - 1);
    for (const wrong of [
      { ...anchor, blockHash: `0x${"12".repeat(32)}` },
      { ...anchor, blockNumber: anchor.blockNumber + 1 },
      { blockNumber: anchor.blockNumber - 1, blockHash: earlier?.hash ?? "" },
    ]) {
      expect(await reasons(run.files, { ...run.trust, anchor: wrong })).to.equal(
        `FAILED anchor: the bundle ends at block ${anchor.blockNumber} ${anchor.blockHash}, ` +
          `the trusted anchor is block ${wrong.blockNumber} ${wrong.blockHash}`,
      );
    }
  });

  it("is refused with a signature of another approval in the place of its own", async () => {
    const paths = [...run.files.keys()].filter((path) => path.startsWith("data/approvals/"));
    for (const [index, path] of paths.entries()) {
      const other = approvalAt(run.files, paths[(index + 1) % paths.length] ?? "");
      const own = approvalAt(run.files, path);
      const signatures = `${own.signatures.slice(0, -130)}${other.signatures.slice(-130)}`;
      const found = await reasons(editJson(run.files, path, (value) => ({ ...value, signatures })));
      expect(found).to.contain(
        `FAILED approval: ${path} is not what follows from the chain (Safe ${own.council}, transaction ${own.nonce})`,
      );
    }
  });

  it("is refused for another deployment: its chain, its addresses, its Safes", async () => {
    expect(await reasons(run.files, { ...run.trust, chainId: 1 })).to.contain(
      "FAILED export: the bundle is of chain 31337, the trust file of chain 1",
    );
    const foreign = "0x1111111111111111111111111111111111111111";
    for (const kind of ["contracts", "safes"] as const) {
      const items: Readonly<Record<string, { readonly address: string }>> = run.trust[kind];
      for (const [name, item] of Object.entries(items)) {
        const trust = { ...run.trust, [kind]: { ...run.trust[kind], [name]: { ...item, address: foreign } } };
        expect(await reasons(run.files, trust)).to.contain(
          `FAILED export: the bundle is of ${name} at ${item.address}, the trust file says ${foreign}`,
        );
      }
    }
  });

  it("is refused with the chain data of another bundle", async () => {
    const { folder, stage } = run;
    const target = join(folder, "shorter");
    const toBlock = run.trust.anchor.blockNumber - 1;
    await exportEvidence({ node: stage.provider, record: stage.record, target, toBlock, reporter: silentReporter() });
    const shorter = readBag(target);
    expect(await reasons(shorter)).to.contain("FAILED anchor: the bundle ends at block");
    for (const path of ["data/chain/headers.rlp", "data/chain/state-proofs.json"]) {
      const bytes = shorter.get(path) ?? new Uint8Array();
      expect(await reasons(rebag(new Map([...run.files, [path, bytes]])))).to.match(/FAILED (anchor|state): /);
    }
  });

  it("makes the command exit 6 and name the place, for one forgery of each kind", async () => {
    const trustPath = join(run.out, "trust.json");
    const verify = (path: string, trust = trustPath): { status: number | null; stdout: string } =>
      spawnSync(execPath, [join(root, "scripts/evidence-verify.ts"), path, "--trust", trust], { encoding: "utf8" });
    expect(verify(run.summary.bundle).status).to.equal(0);
    for (const [, forge] of forgeries) {
      const mutant = forge(run.files, 100, run.trust.chainId);
      const { status, stdout } = await within(mutant.files, (path) => verify(path));
      expect(status, mutant.name).to.equal(6);
      const names = mutant.places.map(({ contract, sequence }) => `[${contract} #${sequence}]`);
      expect(
        names.some((name) => stdout.includes(name)),
        `${mutant.name}: ${stdout}`,
      ).to.equal(true);
    }
    const foreign = join(run.folder, "foreign-trust.json");
    writeJsonFile(foreign, { ...run.trust, anchor: { ...run.trust.anchor, blockHash: `0x${"34".repeat(32)}` } });
    expect(verify(run.summary.bundle, foreign).status).to.equal(6);
  });
});

function expectNamed({ name, places }: Mutant, claims: VerificationReport["claims"]): void {
  const named = claims.some(({ contract, sequence }) =>
    places.some((place) => place.contract === contract && place.sequence === sequence),
  );
  expect(named, `${name}: ${JSON.stringify(claims)}`).to.equal(true);
}

function description(files: BundleFiles): ExportDescription {
  return JSON.parse(Buffer.from(files.get(bundlePaths.description) ?? []).toString("utf8")) as ExportDescription;
}

function approvalAt(files: BundleFiles, path: string): Approval {
  return JSON.parse(Buffer.from(files.get(path) ?? []).toString("utf8")) as Approval;
}
