import { readFileSync } from "node:fs";

import type { RpcSender } from "#lib/chain/rpc-node";
import type { StartProgress } from "#lib/console/progress";
import type { Reporter } from "#lib/console/reporter";
import { SuiteError } from "#lib/errors/suite-error";
import { type BagEntry, tagFiles } from "#lib/evidence/bag";
import type { BlockHeader } from "#lib/evidence/block-header";
import { ChainFollower } from "#lib/evidence/chain-follower";
import { type BundleLabel, tell, viewFiles, ViewsFold } from "#lib/evidence/derive-views";
import type { ExportResult } from "#lib/evidence/export-evidence";
import { entryOf, type ExportWork, headersPart, inBundle } from "#lib/evidence/export-work";
import { bundlePaths } from "#lib/evidence/format";
import { isKnown, type NamedSubject, subjectNames } from "#lib/evidence/narrow";
import { pullBlocks } from "#lib/evidence/pull-blocks";
import { type AbiSource, History } from "#lib/evidence/replay";
import { ClaimError } from "#lib/evidence/report";
import { keepSound, sealedBlocks } from "#lib/evidence/resume-export";
import { rlpExtent, rlpListPrefix } from "#lib/evidence/rlp-values";
import type { BlockRange } from "#lib/evidence/segments";
import { SegmentWriter } from "#lib/evidence/segment-writer";
import { type StateSource, stateProofs } from "#lib/evidence/state-source";
import { toldSlots } from "#lib/evidence/told-slots";
import type { Anchor, Trust } from "#lib/evidence/trust";
import type { BufferedWriter } from "#lib/files/buffered-writer";
import { toBytes, toCanonicalJson, toNdjson } from "#lib/files/canonical-json";

export interface BundleOrder {
  readonly node: RpcSender;
  readonly range: BlockRange;
  readonly trust: Trust;
  readonly label: BundleLabel;
  readonly subject: NamedSubject | undefined;
  readonly state: StateSource;
  readonly abiOf: AbiSource;
  readonly reporter: Reporter;
  readonly startProgress: StartProgress;
}

/** Writes the whole bundle into the folder of the work, going on from what is there already. */
export async function writeBundle(order: BundleOrder, work: ExportWork): Promise<ExportResult["counts"]> {
  const { node, range, trust, label, subject, state, abiOf } = order;
  const follower = new ChainFollower(trust);
  const history = new History(trust);
  const fold = new ViewsFold({ trust, since: label.since, abiOf, history });
  const checks = label.narrowed === null ? work.grow(bundlePaths.statusChecks) : undefined;
  try {
    await readChain(order, work, { follower, fold, checks });
  } catch (error) {
    checks?.close();
    throw error;
  }
  const anchor = requireAnchor(follower, trust.anchor);
  if (subject !== undefined) requireKnown(subject, history);
  const proofs = await stateProofs(state, node, { anchor, trust, told: toldSlots(history, trust) });

  const views = fold.views();
  const files = new Map(viewFiles(tell(views, { from: range.from, anchor }, trust, label)));
  if (proofs !== undefined) files.set(bundlePaths.stateProofs, toBytes(toCanonicalJson(proofs)));
  const sealed = work.sealed.flatMap((segment) => segment.files.filter(({ path }) => path !== headersPart(segment)));
  work.sweep(new Set(sealed.map(({ path }) => path)));
  const written = [
    work.write(inBundle(bundlePaths.headers), allHeaders(work)),
    ...[...files].map(([path, bytes]) => work.write(inBundle(path), [bytes])),
  ];
  if (checks !== undefined) {
    written.push(entryOf(inBundle(bundlePaths.statusChecks), checks.finish()));
    work.place(inBundle(bundlePaths.statusChecks), bundlePaths.statusChecks);
  }
  const payload = [...sealed, ...written].map((entry) => ({ ...entry, path: entry.path.slice(inBundle("").length) }));
  writeTags(payload, { order, anchor }, work);
  const { eventCount, approvals, deployments } = views;
  return { events: eventCount, approvals: approvals.length, deployments: deployments.length };
}

interface Reading {
  readonly follower: ChainFollower;
  readonly fold: ViewsFold;
  /** Where status checks go as they come; undefined where the bundle has none. */
  readonly checks: BufferedWriter | undefined;
}

/** Goes along the chain: first what is on the disk, then what the node has. */
async function readChain(
  { node, range, trust, reporter, startProgress }: BundleOrder,
  work: ExportWork,
  { follower, fold, checks }: Reading,
): Promise<void> {
  const { kept, found } = await keepSound(work, node, trust.anchor);
  if (found > kept) reporter.info(`${found - kept} sealed segments no longer fit and are read again`);
  if (kept > 0) reporter.info(`${kept} sealed segments are on the disk already`);
  for (const block of sealedBlocks(work, follower)) checks?.write(toBytes(toNdjson(fold.take(block).statusChecks)));

  const rest = { from: (work.sealed.at(-1)?.to ?? range.from - 1) + 1, to: range.to };
  const writer = new SegmentWriter(work);
  const progress = startProgress("blocks", rest.to - rest.from + 1);
  let events = 0;
  try {
    for await (const block of pullBlocks(node, rest, follower)) {
      const lines = fold.take(block);
      writer.add(block, lines.events);
      checks?.write(toBytes(toNdjson(lines.statusChecks)));
      events += lines.events.length;
      progress.at(block.header.number - rest.from + 1, `${events.toLocaleString("en-US")} events`);
    }
    requireAnchor(follower, trust.anchor);
    writer.end();
    progress.end();
  } finally {
    writer.abandon();
  }
}

/** That the chain which was followed ends where it was meant to end. */
function requireAnchor({ last }: ChainFollower, { blockNumber, blockHash }: Anchor): BlockHeader {
  if (last?.hash === blockHash && last.number === blockNumber) return last;
  throw new ClaimError(`block ${blockNumber} was ${blockHash} at first and is ${last?.hash ?? "gone"} now`);
}

/** The lists of headers of all segments as one list. */
function* allHeaders(work: ExportWork): Generator<Uint8Array, void, undefined> {
  const lengths = work.sealed.map((segment) => rlpExtent(readHeaders(work, segment), 0, "headers").length);
  yield rlpListPrefix(lengths.reduce((sum, length) => sum + length, 0));
  for (const segment of work.sealed) {
    const part = readHeaders(work, segment);
    yield part.subarray(rlpExtent(part, 0, "headers").start);
  }
}

function readHeaders(work: ExportWork, segment: BlockRange): Uint8Array {
  return readFileSync(work.path(headersPart(segment)));
}

function writeTags(
  payload: readonly BagEntry[],
  { order: { range, trust }, anchor }: { readonly order: BundleOrder; readonly anchor: BlockHeader },
  work: ExportWork,
): void {
  const info = { chainId: trust.chainId, from: range.from, to: range.to, timestamp: anchor.timestamp };
  for (const [path, bytes] of tagFiles(payload, info)) work.write(inBundle(path), [bytes]);
}

function requireKnown({ kind, label: { text, id } }: NamedSubject, history: History): void {
  if (isKnown({ kind, id }, history)) return;
  throw new SuiteError({
    code: `input/unknown-${kind}`,
    message: `The evidence knows no ${subjectNames[kind]} ${text}.`,
    hint: `${kind} list shows all; a label and its id mean the same.`,
    details: { [kind]: text, id },
  });
}
