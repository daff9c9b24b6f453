import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

import { blockHashAt, type Finality, requireUnmoved } from "#lib/chain/finality";
import { RpcRefusal, type RpcSender } from "#lib/chain/rpc-node";
import type { SeveralNodes } from "#lib/chain/several-nodes";
import { silentProgress, type StartProgress } from "#lib/console/progress";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { sha256 } from "#lib/evidence/bag";
import { contradiction } from "#lib/evidence/contradiction";
import { ExportWork } from "#lib/evidence/export-work";
import { chooseAnchor, requireChain } from "#lib/evidence/gather";
import { type NamedSubject, type Narrowed, narrowTo, narrowTrust } from "#lib/evidence/narrow";
import type { AbiSource } from "#lib/evidence/replay";
import type { StateSource } from "#lib/evidence/state-source";
import { suiteAbi } from "#lib/evidence/suite-abi";
import { toolName } from "#lib/evidence/tool";
import { type Anchor, trustFrom, type Trust } from "#lib/evidence/trust";
import { writeBundle } from "#lib/evidence/write-bundle";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";

export interface ExportParameters {
  /** Where there are several endpoints, one that contradicts itself or the others is left. */
  readonly node: RpcSender & Partial<SeveralNodes>;
  /** What to export. Its addresses and birth parameters are all that is used. */
  readonly record: ContractsRecord;
  /** Folder to make; must not exist, or be empty. */
  readonly target: string;
  /** First block of the period that the bundle's reader asks for; the deployment by default. Nothing is left out for it. */
  readonly fromBlock?: number;
  /** Anchor block; the newest confirmed one by default. */
  readonly toBlock?: number;
  /** When a block may be the anchor; any block may by default. */
  readonly finality?: Finality;
  /** The anchor of a trust file, instead of one by the word of the node. */
  readonly anchor?: Anchor | undefined;
  /** The node by default. */
  readonly state?: StateSource;
  /** Narrows the bundle to one incident or programme. */
  readonly subject?: NamedSubject | undefined;
  readonly reporter: Reporter;
  readonly startProgress?: StartProgress;
  readonly abiOf?: AbiSource;
}

export interface ExportResult {
  readonly bundle: string;
  /** Where the bundle ends, by the word of the node: compare it with a second source before trusting it. */
  readonly anchor: Anchor;
  readonly range: { readonly from: number; readonly to: number };
  readonly counts: { readonly events: number; readonly approvals: number; readonly deployments: number };
}

/** How often an export begins anew on a chain that was reorganised meanwhile. */
const MOVES = 2;

/**
 * Exports the evidence of a deployment, from its first block to the anchor. Reads the chain only; the same range gives the
 * same bytes. What the node says is checked as the verifier does before it is kept. Needs memory for one segment, however
 * long the chain. An export that was stopped, or killed, goes on where it was when it is run again.
 *
 * @throws SuiteError `input/target-not-empty`, `input/range`, `input/unknown-incident`, `input/unknown-program`,
 * `chain/wrong-chain-id`, `chain/no-finality`, `chain/refused`, `chain/contradiction`, `chain/reorganised`,
 * `conflict/anchor-differs`, those of {@link ExportWork} and of `stateProofs`.
 */
export async function exportEvidence(parameters: ExportParameters): Promise<ExportResult> {
  const { node, record, subject } = parameters;
  const target = resolve(parameters.target);
  requireFreeTarget(target);
  await requireChain(node, record.chainId);
  let anchor = await chooseFrom(parameters);
  const full = trustFrom(record, anchor);
  const narrowed = subject === undefined ? null : narrowTo({ kind: subject.kind, id: subject.label.id }, full);
  const work = ExportWork.open(target, orderOf(full, narrowed, parameters));
  try {
    for (let moves = 0; ;) {
      const trust = { ...full, anchor };
      try {
        const scope = narrowed === null ? trust : narrowTrust(trust, narrowed);
        return await exportTo({ ...parameters, target }, { trust: scope, narrowed, work });
      } catch (error) {
        if (!(error instanceof SuiteError)) throw error;
        if (error.code === "chain/contradiction") leaveEndpoint(parameters, error);
        else if (error.code === "chain/reorganised" && parameters.anchor === undefined && moves < MOVES) {
          moves += 1;
          parameters.reporter.warn(`${error.message} What is still on the chain is kept.`);
        } else throw error;
        anchor = await chooseFrom(parameters);
      }
    }
  } finally {
    work.close();
  }
}

interface Scope {
  readonly trust: Trust;
  readonly narrowed: Narrowed | null;
  readonly work: ExportWork;
}

async function exportTo(
  { node, record, reporter, startProgress = silentProgress, target, subject, ...given }: ExportParameters,
  { trust, narrowed, work }: Scope,
): Promise<ExportResult> {
  const { anchor } = trust;
  const range = { from: record.deployedAtBlock, to: anchor.blockNumber };
  reporter.step(`Reading blocks ${range.from} to ${range.to}`);
  try {
    const { abiOf = suiteAbi, state = { kind: "node" }, fromBlock } = given;
    const label = { tool: toolName(), since: fromBlock ?? range.from, narrowed };
    const order = { node, range, trust, label, subject, state, abiOf, reporter, startProgress };
    const counts = await writeBundle(order, work);
    work.deliver(target);
    reporter.info(`${counts.events} events, ${counts.approvals} Safe transactions, ${counts.deployments} deployments`);
    return { bundle: target, anchor, range, counts };
  } catch (error) {
    if (error instanceof SuiteError) throw error;
    await requireUnmoved(node, anchor.blockNumber, anchor.blockHash);
    if (error instanceof RpcRefusal) throw refusedBy(error);
    throw contradiction(error);
  }
}

/** What no other node gave either, and no smaller question helped. */
function refusedBy(cause: RpcRefusal): SuiteError {
  return new SuiteError({
    code: "chain/refused",
    message: `The node refuses what an export needs: ${cause.message}.`,
    hint: "A pruned node has no old state: export soon after the anchor, or ask an archive node.",
    cause,
  });
}

/** Goes on without the endpoint that contradicts itself, or those before it. Throws the error where there is no other. */
function leaveEndpoint({ node, reporter }: ExportParameters, error: SuiteError): void {
  const left = node.setAside?.();
  if (left === undefined) throw error;
  reporter.warn(`${left} is asked no more. ${error.message}`);
}

/** The anchor, as somebody else vouched for it or by the word of the node. */
async function chooseFrom({ node, record, fromBlock, toBlock, finality, anchor }: ExportParameters): Promise<Anchor> {
  const blockNumber = anchor?.blockNumber ?? (await chooseAnchor(node, finality ?? { confirmations: 0 }, toBlock));
  const from = record.deployedAtBlock;
  if (blockNumber < from) {
    throw new SuiteError({
      code: "input/range",
      message: `Block ${blockNumber} lies before the deployment at block ${from}.`,
      hint: "A bundle reaches from the deployment to its anchor; choose a later block.",
    });
  }
  if (fromBlock !== undefined && (fromBlock < from || fromBlock > blockNumber)) {
    throw new SuiteError({
      code: "input/range",
      message: `Block ${fromBlock} (--from) is not among the blocks ${from} to ${blockNumber}.`,
      hint: "Name a block between the deployment and the anchor.",
    });
  }
  const blockHash = await blockHashAt(node, blockNumber);
  if (anchor === undefined || anchor.blockHash === blockHash) return { blockNumber, blockHash };
  throw new SuiteError({
    code: "conflict/anchor-differs",
    message: `The node says that block ${blockNumber} is ${blockHash}, expected was ${anchor.blockHash}.`,
    hint: "The node, or the trust file or checkpoint, is wrong or on another branch: find out which.",
    details: { block: blockNumber, node: blockHash, expected: anchor.blockHash },
  });
}

/** Digest of all that the bytes of a bundle follow from, but for the anchor. */
function orderOf(
  { chainId, contracts, safes }: Trust,
  narrowed: Narrowed | null,
  { record, fromBlock }: ExportParameters,
): string {
  const from = record.deployedAtBlock;
  const addresses = [contracts, safes].map((items) =>
    Object.fromEntries(Object.entries(items).map(([name, { address }]) => [name, address])),
  );
  return sha256(
    toBytes(toCanonicalJson({ tool: toolName(), chainId, from, since: fromBlock ?? from, addresses, narrowed })),
  );
}

function requireFreeTarget(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  throw new SuiteError({
    code: "input/target-not-empty",
    message: `${target} is not empty.`,
    hint: "Name a new folder; evidence is never written over.",
  });
}
