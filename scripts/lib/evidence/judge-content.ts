import type { BlockHeader } from "#lib/evidence/block-header";
import { bagOf, type BundleFiles } from "#lib/evidence/bag";
import { decodeUtf8, parseNdjson } from "#lib/evidence/canonical-json";
import { fileOf } from "#lib/evidence/chain-data";
import { compareViews } from "#lib/evidence/compare-views";
import { type BundleLabel, viewFiles } from "#lib/evidence/derive-views";
import { bundlePaths, type EventLine, eventLineSchema } from "#lib/evidence/format";
import { judgeChains, judgeCode } from "#lib/evidence/judge-chains";
import type { ProvenHistory } from "#lib/evidence/prove-history";
import type { ClaimLedger, VerificationReport } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";

export type Counts = VerificationReport["counts"];

/**
 * Holds what a bundle says against what its chain data proves: its events against the heads of their chains, and every
 * file against what follows from proven logs.
 *
 * @returns undefined when there is nothing proven to compare with.
 */
export function judgeContent(
  files: BundleFiles,
  { headers, state, views }: ProvenHistory,
  { trust, label }: Readonly<{ trust: Trust; label: BundleLabel }>,
  ledger: ClaimLedger,
): Counts | undefined {
  const lines = ledger.attempt("events", () => readLines(files, headers));
  if (state !== undefined && lines !== undefined) {
    judgeChains(lines, state, trust, ledger);
    judgeCode(lines, state, trust, ledger);
  }
  if (views === undefined) {
    nameSuspects(lines ?? [], ledger);
    return undefined;
  }
  ledger.attempt("incidents", () => {
    compareViews(files, viewFiles(views, headers, trust, label), chainFiles(headers), views, ledger);
  });
  judgeTags(files, headers, trust, ledger);
  const { events, approvals, deployments } = views;
  return { events: events.length, approvals: approvals.length, deployments: deployments.length };
}

/** Paths of what is authenticated instead of derived. */
function chainFiles(headers: readonly BlockHeader[]): string[] {
  const from = headers[0]?.number ?? 0;
  const to = headers.at(-1)?.number ?? 0;
  return [
    bundlePaths.headers,
    bundlePaths.stateProofs,
    bundlePaths.receipts(from, to),
    bundlePaths.transactions(from, to),
  ];
}

function readLines(files: BundleFiles, headers: readonly BlockHeader[]): EventLine[] {
  const path = bundlePaths.events(headers[0]?.number ?? 0, headers.at(-1)?.number ?? 0);
  return parseNdjson(decodeUtf8(fileOf(files, path), path), eventLineSchema, path);
}

/** `bag-info.txt` says nothing that does not follow from the payload and the anchor. */
function judgeTags(files: BundleFiles, headers: readonly BlockHeader[], trust: Trust, ledger: ClaimLedger): void {
  const payload = new Map([...files].filter(([path]) => path.startsWith("data/")));
  const anchor = headers.at(-1);
  const bag = bagOf(payload, {
    chainId: trust.chainId,
    from: headers[0]?.number ?? 0,
    to: anchor?.number ?? 0,
    timestamp: anchor?.timestamp ?? 0,
  });
  for (const [path, bytes] of bag) {
    if (Buffer.compare(bytes, files.get(path) ?? new Uint8Array()) !== 0) {
      ledger.fail("bag", `${path} is not what follows from the payload`);
    }
  }
}

/** Receipts that do not hold leave no second source; say at least which events now rest on the chain alone. */
function nameSuspects(lines: readonly EventLine[], ledger: ClaimLedger): void {
  const reason = ledger.claims.findLast((claim) => claim.claim === "receipts")?.reason ?? "";
  const block = Number(/block (\d+)/.exec(reason)?.[1] ?? "-1");
  for (const { contract, sequence } of lines.filter((line) => line.blockNumber === block)) {
    ledger.fail("receipts", `the receipt of ${contract} ${sequence} is not proven`, { contract, sequence });
  }
}
