import { join } from "node:path";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence, type ExportParameters } from "#lib/evidence/export-evidence";
import type { Claim } from "#lib/evidence/report";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { editJson, eventLines } from "#support/bundle-mutants";
import { fullStory } from "#support/evidence-story";
import type { EvidenceWorld } from "#support/evidence-world";
import { expectCode } from "#support/expect-code";
import { temporaryFolder } from "#support/temporary-folder";

describe("a bundle for a period", () => {
  let world: EvidenceWorld;
  let folder: string;
  let whole: BundleFiles;
  let files: BundleFiles;
  let trust: Trust;
  let since: number;
  let written = 0;

  before(async () => {
    folder = temporaryFolder();
    world = await fullStory();
    const { anchor } = await exportEvidence(order("whole"));
    trust = trustFrom(world.record, anchor);
    whole = readBag(join(folder, "whole"));
    since = anchor.blockNumber - 10;
    await exportEvidence(order("period", since));
    files = readBag(join(folder, "period"));
  });

  function order(name: string, fromBlock?: number): ExportParameters {
    const { node, record } = world;
    const given = { node, record, target: join(folder, name), reporter: silentReporter() };
    return fromBlock === undefined ? given : { ...given, fromBlock };
  }

  function period(of: BundleFiles): unknown {
    const text = Buffer.from(of.get("data/export.json") ?? []).toString("utf8");
    return (JSON.parse(text) as { period: unknown }).period;
  }

  async function claims(of: BundleFiles, kept: (claim: Claim) => boolean): Promise<string[]> {
    written += 1;
    const path = join(folder, `written-${written}`);
    writeFiles(path, of);
    const report = await verifyBundle(path, trust);
    return report.claims.filter(kept).map(({ verdict, claim, reason }) => `${verdict} ${claim}: ${reason}`);
  }

  it("leaves nothing out: only its description and the page for people differ", () => {
    expect([...files.keys()]).to.deep.equal([...whole.keys()]);
    const differing = [...files].filter(([path, bytes]) => Buffer.compare(bytes, whole.get(path) ?? bytes) !== 0);
    expect(differing.map(([path]) => path).filter((path) => path.startsWith("data/"))).to.deep.equal([
      "data/export.json",
      "data/report.html",
    ]);
    const page = Buffer.from(files.get("data/report.html") ?? []).toString("utf8");
    expect(page).to.contain(`Asked for: block ${since} to block ${trust.anchor.blockNumber}`);
  });

  it("says what happened in it, which is proven from the deployment on", async () => {
    const events = eventLines(files).filter(({ blockNumber }) => blockNumber >= since).length;
    expect(events).to.be.greaterThan(0).and.lessThan(eventLines(files).length);
    expect(period(files)).to.include({ from: since, to: trust.anchor.blockNumber, events });
    expect(period(whole)).to.include({ from: world.record.deployedAtBlock, events: eventLines(whole).length });
    expect(await claims(files, ({ verdict }) => verdict !== "PROVEN")).to.deep.equal([]);
    const [told, ...others] = await claims(files, ({ claim }) => claim === "period");
    expect(others).to.deep.equal([]);
    expect(told).to.match(
      new RegExp(`^PROVEN period: from block ${since} on: ${events} events, .*; proven from block 1 on$`),
    );
    expect(await claims(whole, ({ claim }) => claim === "period")).to.deep.equal([]);
  });

  it("is FAILED when it counts otherwise, or lies outside of the range", async () => {
    const edited = (change: object): BundleFiles =>
      editJson(files, "data/export.json", (value) => ({
        ...value,
        period: { ...(value["period"] as object), ...change },
      }));
    const open = ({ verdict }: Claim): boolean => verdict !== "PROVEN";
    for (const change of [{ events: 1 }, { approvals: 99 }, { deployments: 99 }, { to: since }]) {
      expect(await claims(edited(change), open)).to.deep.equal([
        "FAILED export: data/export.json is not what follows from the chain",
      ]);
    }
    expect(await claims(edited({ from: since - 3 }), open)).to.contain(
      "FAILED export: data/export.json is not what follows from the chain",
    );
    const { blockNumber } = trust.anchor;
    for (const from of [0, blockNumber + 1]) {
      expect(await claims(edited({ from }), open)).to.contain(
        `FAILED export: the period begins at block ${from}, the bundle has blocks 1 to ${blockNumber}`,
      );
    }
  });

  it("is refused when it does not begin between deployment and anchor", async () => {
    for (const from of [0, trust.anchor.blockNumber + 1]) {
      const error = await expectCode(exportEvidence(order("refused", from)), "input/range");
      expect(error.message).to.contain(`Block ${from} (--from)`);
    }
  });
});
