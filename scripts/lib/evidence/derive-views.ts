import { snapshotBytes } from "#lib/bridge/snapshot-format";
import { acknowledgedSnapshots } from "#lib/evidence/acknowledged-snapshots";
import type { BundleFiles } from "#lib/evidence/bag";
import { sha256 } from "#lib/evidence/bag";
import { toBytes, toCanonicalJson, toNdjson } from "#lib/files/canonical-json";
import type { BlockHeader } from "#lib/evidence/block-header";
import type { ProvenLog } from "#lib/evidence/chain-data";
import type { Deployment } from "#lib/evidence/deployment-format";
import {
  type Approval,
  bundleFormat,
  bundlePaths,
  type EventLine,
  type ExportDescription,
  schemaFiles,
} from "#lib/evidence/format";
import type { IncidentLine, OverrideLine } from "#lib/evidence/incident-format";
import { incidentStory, type Narrowed } from "#lib/evidence/narrow";
import { countRegisters, nothingRegistered, registerNames, type RegisterViews } from "#lib/evidence/register-history";
import { type AbiSource, deploymentOf, type History, replay, type Step } from "#lib/evidence/replay";
import type { SettlementLine } from "#lib/evidence/settlement-format";
import type { Trust } from "#lib/evidence/trust";

/** What follows from the proven logs. */
export interface Views {
  readonly events: readonly EventLine[];
  readonly approvals: readonly Approval[];
  readonly deployments: readonly Deployment[];
  readonly incidents: readonly IncidentLine[];
  readonly overrides: readonly OverrideLine[];
  readonly settlements: readonly SettlementLine[];
  readonly registers: RegisterViews;
}

/**
 * Derives events, approvals, the deployment log, incidents, overrides, settlements and what the registers tell.
 *
 * @param history Empty; ends at the anchor.
 * @param onStep Called for each step while the history stands there.
 */
export function deriveViews(
  logs: readonly ProvenLog[],
  trust: Trust,
  abiOf: AbiSource,
  history: History,
  onStep: (step: Step) => void = () => undefined,
): Views {
  const events: EventLine[] = [];
  const approvals: Approval[] = [];
  const deployments: Deployment[] = [];
  for (const step of replay(logs, trust, abiOf, history)) {
    if (step.kind === "safe") approvals.push(step.approval);
    if (step.kind === "event") {
      events.push(step.line);
      const deployment = deploymentOf(step.line, step.log, history);
      if (deployment !== undefined) deployments.push(deployment);
    }
    onStep(step);
  }
  const { incidents, settlements, registers } = history;
  return {
    events,
    approvals,
    deployments,
    incidents: incidents.all(),
    overrides: incidents.overrides,
    settlements: settlements.all(),
    registers: registers.views(),
  };
}

/** What a bundle says of itself beyond its content. */
export interface BundleLabel {
  /** The program that wrote it. */
  readonly tool: string;
  /** Null for all of the evidence. */
  readonly narrowed: Narrowed | null;
}

/**
 * The files of a bundle that hold what was derived.
 *
 * @throws ClaimError when the bundle is narrowed to an incident that is not in the evidence.
 */
export function viewFiles(
  views: Views,
  headers: readonly BlockHeader[],
  trust: Trust,
  { tool, narrowed }: BundleLabel,
): BundleFiles {
  const from = headers[0]?.number ?? 0;
  const anchor = headers.at(-1);
  const to = anchor?.number ?? 0;
  const schemas = schemaFiles();
  const nameAndAddress = (items: Readonly<Record<string, { readonly address: string }>>): ExportDescription["safes"] =>
    Object.entries(items)
      .map(([name, { address }]) => ({ name, address }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const description: ExportDescription = {
    schema: bundleFormat,
    tool,
    chainId: trust.chainId,
    range: { from, to },
    anchor: { blockNumber: to, blockHash: anchor?.hash ?? "", timestamp: anchor?.timestamp ?? 0 },
    contracts: nameAndAddress(trust.contracts),
    safes: nameAndAddress(trust.safes),
    counts: {
      events: views.events.length,
      approvals: views.approvals.length,
      deployments: views.deployments.length,
      incidents: views.incidents.length,
      overrides: views.overrides.length,
      settlements: views.settlements.length,
      ...countRegisters(narrowed === null ? views.registers : nothingRegistered),
    },
    narrowed: narrowed === null ? null : { ...narrowed, omitted: [...narrowed.omitted] },
    schemas: Object.fromEntries([...schemas].map(([path, text]) => [path, sha256(toBytes(text))])),
  };
  const files = new Map<string, Uint8Array>();
  files.set(bundlePaths.description, toBytes(toCanonicalJson(description)));
  files.set(bundlePaths.events(from, to), toBytes(toNdjson(views.events)));
  files.set(bundlePaths.deployments, toBytes(toNdjson(views.deployments)));
  if (narrowed === null) {
    files.set(bundlePaths.incidents, toBytes(toNdjson(views.incidents)));
    files.set(bundlePaths.overrides, toBytes(toNdjson(views.overrides)));
    files.set(bundlePaths.settlements, toBytes(toNdjson(views.settlements)));
    for (const name of registerNames) files.set(bundlePaths[name], toBytes(toNdjson(views.registers[name])));
    for (const [block, snapshot] of acknowledgedSnapshots(views.events, headers, trust)) {
      files.set(bundlePaths.snapshot(block), snapshotBytes(snapshot));
    }
  } else {
    files.set(bundlePaths.story, toBytes(toCanonicalJson(incidentStory(narrowed.incidentId, views))));
  }
  for (const approval of views.approvals) {
    files.set(bundlePaths.approval(approval.safeTxHash), toBytes(toCanonicalJson(approval)));
  }
  for (const [path, text] of schemas) files.set(path, toBytes(text));
  return files;
}
