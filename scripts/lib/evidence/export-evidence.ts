import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, rmdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { blockHashAt, type Finality } from "#lib/chain/finality";
import type { RpcSender } from "#lib/chain/rpc-node";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { bagOf, type BundleFiles, writeFiles } from "#lib/evidence/bag";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";
import { encodeBlocks } from "#lib/evidence/block-content";
import type { BlockHeader } from "#lib/evidence/block-header";
import { ChainFollower } from "#lib/evidence/chain-follower";
import { deriveViews, viewFiles } from "#lib/evidence/derive-views";
import { bundlePaths } from "#lib/evidence/format";
import { chooseAnchor, gatherState } from "#lib/evidence/gather";
import { narrowTo, narrowTrust } from "#lib/evidence/narrow";
import { type PulledBlock, pullBlocks } from "#lib/evidence/pull-blocks";
import { type AbiSource, History } from "#lib/evidence/replay";
import type { Label } from "#lib/input/parse-label";
import { ClaimError } from "#lib/evidence/report";
import { encodeRlpList } from "#lib/evidence/rlp-values";
import { suiteAbi } from "#lib/evidence/suite-abi";
import { toldSlots } from "#lib/evidence/told-slots";
import { toolName } from "#lib/evidence/tool";
import { type Anchor, trustFrom, type Trust } from "#lib/evidence/trust";

export interface ExportParameters {
  readonly node: RpcSender;
  /** What to export. Its addresses and birth parameters are all that is used. */
  readonly record: ContractsRecord;
  /** Folder to make; must not exist, or be empty. */
  readonly target: string;
  /** Anchor block; the newest confirmed one by default. */
  readonly toBlock?: number;
  /** When a block may be the anchor; any block may by default. */
  readonly finality?: Finality;
  /** Narrows the bundle to one incident. */
  readonly incident?: Label | undefined;
  readonly reporter: Reporter;
  readonly abiOf?: AbiSource;
}

export interface ExportResult {
  readonly bundle: string;
  /** Where the bundle ends, by the word of the node: compare it with a second source before trusting it. */
  readonly anchor: Anchor;
  readonly range: { readonly from: number; readonly to: number };
  readonly counts: { readonly events: number; readonly approvals: number; readonly deployments: number };
}

/**
 * Exports the evidence of a deployment, from its first block to the anchor. Reads the chain only; the same range gives the
 * same bytes. What the node says is checked as the verifier does before anything is written.
 *
 * @throws SuiteError `input/target-not-empty`, `input/range`, `input/unknown-incident`, `chain/wrong-chain-id`,
 * `chain/no-finality`, `chain/contradiction`.
 */
export async function exportEvidence(parameters: ExportParameters): Promise<ExportResult> {
  const { node, record, reporter, finality = { confirmations: 0 } } = parameters;
  const target = resolve(parameters.target);
  requireFreeTarget(target);
  await requireChain(node, record.chainId);
  const to = await chooseAnchor(node, finality, parameters.toBlock);
  const from = record.deployedAtBlock;
  if (to < from) {
    throw new SuiteError({
      code: "input/range",
      message: `Block ${to} lies before the deployment at block ${from}.`,
      hint: "A bundle reaches from the deployment to its anchor; choose a later block.",
    });
  }
  const anchor: Anchor = { blockNumber: to, blockHash: await blockHashAt(node, to) };
  const trust = trustFrom(record, anchor);
  reporter.step(`Reading blocks ${from} to ${to}`);
  const { files, counts } = await collect(parameters, trust, from);
  writeAtOnce(target, files);
  reporter.info(`${counts.events} events, ${counts.approvals} Safe transactions, ${counts.deployments} deployments`);
  return { bundle: target, anchor, range: { from, to }, counts };
}

async function collect(
  { node, incident, abiOf = suiteAbi }: ExportParameters,
  full: Trust,
  from: number,
): Promise<{ readonly files: BundleFiles; readonly counts: ExportResult["counts"] }> {
  const to = full.anchor.blockNumber;
  const narrowed = incident === undefined ? null : narrowTo(incident.id, full);
  const trust = narrowed === null ? full : narrowTrust(full, narrowed);
  try {
    const follower = new ChainFollower(trust);
    const blocks: PulledBlock[] = [];
    for await (const block of pullBlocks(node, { from, to }, follower)) blocks.push(block);
    const anchor = requireAnchor(follower, trust.anchor);
    const contents = blocks.flatMap(({ header, content }) =>
      content === undefined ? [] : [[header.number, content] as const],
    );
    const raw = new Map([
      [bundlePaths.headers, encodeRlpList(blocks.map(({ encoded }) => encoded))],
      [
        bundlePaths.receipts(from, to),
        encodeBlocks(new Map(contents.map(([number, { receipts }]) => [number, receipts]))),
      ],
      [
        bundlePaths.transactions(from, to),
        encodeBlocks(new Map(contents.map(([number, { transactions }]) => [number, transactions]))),
      ],
    ]);
    const headers = blocks.map(({ header }) => header);
    const history = new History(trust);
    const views = deriveViews(
      blocks.flatMap(({ logs }) => logs),
      trust,
      abiOf,
      history,
    );
    if (incident !== undefined) requireIncident(incident, history);
    const proofs = await gatherState(node, { anchor, trust, told: toldSlots(history, trust) });
    raw.set(bundlePaths.stateProofs, toBytes(toCanonicalJson(proofs)));
    const payload = new Map([...raw, ...viewFiles(views, headers, trust, { tool: toolName(), narrowed })]);
    const { events, approvals, deployments } = views;
    return {
      files: bagOf(payload, { chainId: trust.chainId, from, to, timestamp: anchor.timestamp }),
      counts: { events: events.length, approvals: approvals.length, deployments: deployments.length },
    };
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    throw new SuiteError({
      code: "chain/contradiction",
      message: `What the node says does not fit together: ${error instanceof Error ? error.message : String(error)}.`,
      hint: "The chain may have been reorganised meanwhile; run it again with more --confirmations, or ask another node.",
      details: error instanceof ClaimError ? { ...error.place } : {},
      cause: error,
    });
  }
}

/** That the chain which was followed ends where it was meant to end. */
function requireAnchor({ last }: ChainFollower, { blockNumber, blockHash }: Anchor): BlockHeader {
  if (last?.hash === blockHash && last.number === blockNumber) return last;
  throw new ClaimError(`block ${blockNumber} was ${blockHash} at first and is ${last?.hash ?? "gone"} now`);
}

function requireIncident({ text, id }: Label, history: History): void {
  if (history.incidents.find(id) !== undefined) return;
  throw new SuiteError({
    code: "input/unknown-incident",
    message: `The evidence knows no incident ${text}.`,
    hint: "incident list shows all; a label and its id mean the same.",
    details: { incident: text, id },
  });
}

async function requireChain(node: RpcSender, expected: number): Promise<void> {
  const answered = Number(await node.send("eth_chainId", []));
  if (answered === expected) return;
  throw new SuiteError({
    code: "chain/wrong-chain-id",
    message: `The node is on chain ${answered}, the deployment record on ${expected}.`,
    hint: "Use the endpoint of the network that the record belongs to.",
  });
}

function requireFreeTarget(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  throw new SuiteError({
    code: "input/target-not-empty",
    message: `${target} is not empty.`,
    hint: "Name a new folder; evidence is never written over.",
  });
}

/** A reader never sees half a bundle. */
function writeAtOnce(target: string, files: BundleFiles): void {
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(join(dirname(target), `.${basename(target)}-`));
  try {
    writeFiles(temporary, files);
    if (existsSync(target)) rmdirSync(target);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}
