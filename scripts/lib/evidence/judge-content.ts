import { type BagInfo, type BundleFiles, type BundleSource, entriesOf, tagFiles } from "#lib/evidence/bag";
import { compareViews } from "#lib/evidence/compare-views";
import type { LineComparison } from "#lib/evidence/line-comparison";
import { eventLinesOf } from "#lib/evidence/event-files";
import { bundlePaths } from "#lib/evidence/format";
import { ChainJudge } from "#lib/evidence/judge-chains";
import type { ProvenHistory } from "#lib/evidence/prove-history";
import type { ClaimLedger, VerificationReport } from "#lib/evidence/report";
import { type BlockRange, segmentsOf } from "#lib/evidence/segments";
import type { Trust } from "#lib/evidence/trust";

export type Counts = VerificationReport["counts"];

/** What a bundle's content is held against. */
export interface ContentOrder {
  readonly proven: ProvenHistory;
  /** Was told of what every block adds. */
  readonly comparison: LineComparison;
  readonly trust: Trust;
  /** Files that follow from what is proven; undefined when nothing does, or not what the bundle is narrowed to. */
  readonly derived: BundleFiles | undefined;
  /** First block of the period that was asked for. */
  readonly since: number;
}

/**
 * Holds what a bundle says against what its chain data proves: its events against the heads of their chains, and every
 * file against what follows from proven logs.
 *
 * @returns undefined when there is nothing proven to compare with.
 */
export function judgeContent(
  files: BundleSource,
  { proven: { chain, state, views }, comparison, trust, derived, since }: ContentOrder,
  ledger: ClaimLedger,
): Counts | undefined {
  const segments = ledger.attempt("events", () => segmentsOf(files.keys())) ?? [];
  const chains = ledger.attempt("events", () => {
    const judge = new ChainJudge(trust);
    for (const line of eventLinesOf(files, segments)) judge.take(line);
    return judge;
  });
  if (state !== undefined) chains?.conclude(state, ledger);
  if (views === undefined) {
    nameSuspects(files, segments, ledger);
    return undefined;
  }
  ledger.attempt("events", () => {
    comparison.concludeEvents();
  });
  const told = chainFiles(segments);
  const { story, programStory } = bundlePaths;
  if (derived?.has(story) !== true && derived?.has(programStory) !== true) {
    told.push(bundlePaths.statusChecks);
    ledger.attempt("statusChecks", () => {
      comparison.concludeStatusChecks();
    });
  }
  if (derived !== undefined) compareViews(files, derived, told, views, ledger);
  const { number: to, timestamp } = chain.anchor;
  judgeTags(files, { chainId: trust.chainId, from: chain.from, to, timestamp }, ledger);
  const { eventCount, approvals, deployments, period } = views;
  if (since > chain.from) {
    const told = `${period.events} events, ${period.approvals} Safe transactions, ${period.deployments} deployments`;
    ledger.prove("period", `from block ${since} on: ${told}; proven from block ${chain.from} on`);
  }
  return { events: eventCount, approvals: approvals.length, deployments: deployments.length };
}

/** Paths of what is authenticated, or compared while it is read, instead of derived. */
function chainFiles(segments: readonly BlockRange[]): string[] {
  return [
    bundlePaths.headers,
    bundlePaths.stateProofs,
    ...segments.flatMap(({ from, to }) => [
      bundlePaths.receipts(from, to),
      bundlePaths.transactions(from, to),
      bundlePaths.events(from, to),
    ]),
  ];
}

/** `bag-info.txt` says nothing that does not follow from the payload and the anchor. */
export function judgeTags(files: BundleSource, info: BagInfo, ledger: ClaimLedger, claim = "bag"): void {
  const payload = [...files.keys()].filter((path) => path.startsWith("data/"));
  for (const [path, bytes] of tagFiles(entriesOf(files, payload), info)) {
    if (Buffer.compare(bytes, files.get(path) ?? new Uint8Array()) !== 0) {
      ledger.fail(claim, `${path} is not what follows from the payload`);
    }
  }
}

/** Receipts that do not hold leave no second source; say at least which events now rest on the chain alone. */
function nameSuspects(files: BundleSource, segments: readonly BlockRange[], ledger: ClaimLedger): void {
  const reason = ledger.claims.findLast((claim) => claim.claim === "receipts")?.reason ?? "";
  const block = Number(/block (\d+)/.exec(reason)?.[1] ?? "-1");
  ledger.attempt("receipts", () => {
    for (const { contract, sequence, blockNumber } of eventLinesOf(files, segments)) {
      if (blockNumber !== block) continue;
      ledger.fail("receipts", `the receipt of ${contract} ${sequence} is not proven`, { contract, sequence });
    }
  });
}
