import { expect } from "chai";

import { type BundleFiles, writeFiles } from "#lib/evidence/bag";
import type { Claim, VerificationReport } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { alterationsOf } from "#support/altered-statements";
import { rebag } from "#support/bundle-mutants";
import { type Forgery, pathsBelow } from "#support/forgeries";
import { type Case, judgeAgain, type SecondReport } from "#support/second-verifier";
import { temporaryFolder } from "#support/temporary-folder";

/** What both verifiers say of one bundle. */
export type Verdicts = readonly [first: VerificationReport, second: SecondReport];

/** What the second does not derive, and says so: a page that says nothing which other files do not. */
export const ONLY_HASHED: readonly string[] = ["data/report.html"];

/** Both verifiers on each bundle, each bundle as if alone. */
export async function judgeTwice(cases: readonly Case[]): Promise<Verdicts[]> {
  const again = judgeAgain(cases);
  const reports: VerificationReport[] = [];
  for (const item of cases) reports.push(await judge(item));
  const second = await again;
  return reports.map((report, index) => [report, itemAt(second, index)]);
}

/** Neither lets a forgery pass, and both name its place. */
export async function expectRefused(forgeries: readonly Forgery[]): Promise<void> {
  const verdicts = await judgeTwice(forgeries);
  for (const [index, { name, places }] of forgeries.entries()) {
    for (const { ok, claims } of itemAt(verdicts, index)) {
      expect(ok, name).to.equal(false);
      const named = openClaims(claims).some(({ contract, sequence }) =>
        places.some((place) => place.contract === contract && place.sequence === sequence),
      );
      expect(named || places.length === 0, `${name}: ${JSON.stringify(openClaims(claims))}`).to.equal(true);
    }
  }
}

/**
 * Whoever can write every manifest anew alters every kind of statement in every kind of file, many files of a bundle at
 * once: both verifiers name each of them.
 */
export async function expectNamed(files: BundleFiles, trust: Trust, paths: readonly string[]): Promise<void> {
  const rounds: Map<string, { readonly what: string; readonly bytes: Uint8Array }>[] = [];
  for (const path of paths) {
    for (const [round, alteration] of alterationsOf(path, files.get(path) ?? new Uint8Array()).entries()) {
      (rounds[round] ??= new Map()).set(path, alteration);
    }
  }
  const cases = rounds.map((round) => {
    const altered = [...round].map(([path, { bytes }]) => [path, bytes] as const);
    return { files: rebag(new Map([...files, ...altered])), trust };
  });
  const verdicts = await judgeTwice(cases);
  for (const [index, round] of rounds.entries()) {
    for (const { claims } of itemAt(verdicts, index)) {
      const reasons = openClaims(claims).map(({ reason }) => reason);
      const unnamed = [...round].filter(([path]) => !reasons.some((reason) => reason.includes(path)));
      expect(unnamed.map(([path, { what }]) => `${path}: ${what}`)).to.deep.equal([]);
    }
  }
}

/** Files that both derive from the history: one of each kind. */
export function derivedFiles(files: BundleFiles): string[] {
  const [approval = ""] = pathsBelow(files, "data/approvals/");
  const views = pathsBelow(files, "data/").filter((path) =>
    /^data\/([a-z-]+\.nd|reconciliation\/.*\.)json$/.test(path),
  );
  return [...views, approval, ...pathsBelow(files, "data/snapshots/")];
}

export function openClaims(claims: readonly Claim[]): Claim[] {
  return claims.filter(({ verdict }) => verdict === "FAILED" || verdict === "UNPROVEN");
}

async function judge({ files, trust }: Case): Promise<VerificationReport> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return await verifyBundle(folder, trust);
}

function itemAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}
