import { join } from "node:path";

import { expect } from "chai";

import { silentReporter } from "#lib/console/reporter";
import { type BundleFiles, readBag, writeFiles } from "#lib/evidence/bag";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { type Trust, trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { EvidenceWorld } from "#support/evidence-world";
import { temporaryFolder } from "#support/temporary-folder";

export interface EvidenceCourt {
  /** Founds the world that every test of the suite starts from. */
  readonly open: (prepare?: (world: EvidenceWorld) => Promise<void>) => Promise<EvidenceWorld>;
  /** Exports and verifies what happened; every claim that is not proven, one a line. */
  readonly findings: (
    adjust?: (trust: Trust) => Trust,
    /** What a forger makes of the bundle. */
    alter?: (files: BundleFiles) => BundleFiles,
  ) => Promise<string>;
}

/** A world that each test of the surrounding suite tells its own story in, from the same beginning. */
export function evidenceCourt(): EvidenceCourt {
  let folder: string;
  let bundles = 0;
  let world: EvidenceWorld | undefined;
  let snapshot: unknown;

  before(() => {
    folder = temporaryFolder();
  });

  afterEach(async () => {
    await world?.node.send("evm_revert", [snapshot]);
    snapshot = await world?.node.send("evm_snapshot", []);
  });

  return {
    open: async (prepare) => {
      world = await EvidenceWorld.create();
      await world.found();
      await prepare?.(world);
      snapshot = await world.node.send("evm_snapshot", []);
      return world;
    },
    findings: async (adjust = (trust) => trust, alter) => {
      if (world === undefined) throw new Error("the court is not open");
      bundles += 1;
      const target = join(folder, String(bundles));
      const { node, record } = world;
      const { anchor } = await exportEvidence({ node, record, target, reporter: silentReporter() });
      if (alter !== undefined) writeFiles(target, alter(readBag(target)));
      const report = await verifyBundle(target, adjust(trustFrom(record, anchor)));
      expect(report.ok).to.equal(report.claims.every((claim) => claim.verdict === "PROVEN"));
      return report.claims
        .filter((claim) => claim.verdict !== "PROVEN")
        .map(
          ({ verdict, claim, contract, sequence, reason }) =>
            `${verdict} ${claim} ${contract ?? ""}#${sequence ?? ""} ${reason}`,
        )
        .join("\n");
    },
  };
}
