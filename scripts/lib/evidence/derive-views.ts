import { type MetricsSnapshot, snapshotBytes } from "#lib/bridge/snapshot-format";
import type { BundleFiles } from "#lib/evidence/bag";
import { sha256 } from "#lib/evidence/bag";
import { toBytes, toCanonicalJson, toNdjson } from "#lib/files/canonical-json";
import type { ProvenBlock, ProvenChain } from "#lib/evidence/chain-data";
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
import { incidentStory } from "#lib/evidence/incident-story";
import { describeNarrowed, type Narrowed } from "#lib/evidence/narrow";
import { programStory } from "#lib/evidence/program-story";
import { RecentChain } from "#lib/evidence/recent-chain";
import { reconcile } from "#lib/evidence/reconciliation";
import { countRegisters, heldRegisters, nothingRegistered, type RegisterViews } from "#lib/evidence/register-history";
import { type AbiSource, deploymentOf, type History, replay, type Step } from "#lib/evidence/replay";
import type { SettlementLine } from "#lib/evidence/settlement-format";
import type { StatusCheckLine } from "#lib/evidence/status-check-format";
import type { Trust } from "#lib/evidence/trust";
import { reportPage } from "#lib/report/page";

/** What follows from the proven logs, without the events themselves: there may be more of them than memory holds. */
export interface Views {
  readonly eventCount: number;
  /** What of it happened in the period that a reader asked for. */
  readonly period: { readonly events: number; readonly approvals: number; readonly deployments: number };
  readonly approvals: readonly Approval[];
  readonly deployments: readonly Deployment[];
  readonly incidents: readonly IncidentLine[];
  readonly overrides: readonly OverrideLine[];
  readonly settlements: readonly SettlementLine[];
  readonly registers: RegisterViews;
  /** The gateway's metrics at the last block; undefined where the evidence has no gateway whose events can be counted. */
  readonly books: MetricsSnapshot | undefined;
  /** By the block that monitoring looked at. */
  readonly snapshots: ReadonlyMap<number, MetricsSnapshot>;
}

/** What a block adds to the files that only ever grow. */
export interface BlockLines {
  readonly events: readonly EventLine[];
  readonly statusChecks: readonly StatusCheckLine[];
}

export interface ViewsOrder {
  readonly trust: Trust;
  /** First block of the period that a reader asked for. */
  readonly since: number;
  readonly abiOf: AbiSource;
  /** Empty; ends at the anchor. */
  readonly history: History;
  /** Called for each step while the history stands there. */
  readonly onStep?: (step: Step) => void;
}

/** Derives events, approvals, the deployment log, incidents, overrides, settlements and what the registers tell, block by block. */
export class ViewsFold {
  readonly recent: RecentChain;
  readonly #order: ViewsOrder;
  readonly #approvals: Approval[] = [];
  readonly #deployments: Deployment[] = [];
  #eventCount = 0;
  #periodEvents = 0;

  constructor(order: ViewsOrder) {
    this.#order = order;
    this.recent = new RecentChain(order.trust);
  }

  /** Goes on to the next block. */
  take({ header, logs }: Pick<ProvenBlock, "header" | "logs">): BlockLines {
    const { trust, since, abiOf, history, onStep } = this.#order;
    const events: EventLine[] = [];
    this.recent.enter(header);
    for (const step of replay(logs, trust, abiOf, history)) {
      if (step.kind === "safe") this.#approvals.push(step.approval);
      if (step.kind === "event") {
        events.push(step.line);
        this.recent.take(step);
        const deployment = deploymentOf(step.line, step.log, history);
        if (deployment !== undefined) this.#deployments.push(deployment);
      }
      onStep?.(step);
    }
    this.#eventCount += events.length;
    if (header.number >= since) this.#periodEvents += events.length;
    return { events, statusChecks: history.registers.takeStatusChecks() };
  }

  /** What the whole chain tells, when all its blocks were taken. */
  views(): Views {
    const { history, since } = this.#order;
    const { incidents, settlements, registers } = history;
    const count = (items: readonly { readonly blockNumber: number }[]): number =>
      items.filter(({ blockNumber }) => blockNumber >= since).length;
    return {
      eventCount: this.#eventCount,
      period: {
        events: this.#periodEvents,
        approvals: count(this.#approvals),
        deployments: count(this.#deployments),
      },
      approvals: this.#approvals,
      deployments: this.#deployments,
      incidents: incidents.all(),
      overrides: incidents.overrides,
      settlements: settlements.all(),
      registers: registers.views(),
      books: this.recent.lastSnapshot(),
      snapshots: this.recent.snapshots,
    };
  }
}

/** What a bundle says of itself beyond its content. */
export interface BundleLabel {
  /** The program that wrote it. */
  readonly tool: string;
  /** First block of the period that a reader asked for; the deployment where nobody asked for one. */
  readonly since: number;
  /** Null for all of the evidence. */
  readonly narrowed: Narrowed | null;
}

/** What a bundle says of itself, and what its files tell: of a narrowed one the incident, its overrides and governance. */
export interface Told {
  readonly description: ExportDescription;
  readonly views: Views;
}

/** @throws ClaimError when the bundle is narrowed to what is not in the evidence. */
export function tell(
  views: Views,
  { from, anchor }: ProvenChain,
  trust: Trust,
  { tool, since, narrowed }: BundleLabel,
): Told {
  const nameAndAddress = (items: Readonly<Record<string, { readonly address: string }>>): ExportDescription["safes"] =>
    Object.entries(items)
      .map(([name, { address }]) => ({ name, address }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const description: ExportDescription = {
    schema: bundleFormat,
    tool,
    chainId: trust.chainId,
    range: { from, to: anchor.number },
    period: { from: since, to: anchor.number, ...views.period },
    anchor: { blockNumber: anchor.number, blockHash: anchor.hash, timestamp: anchor.timestamp },
    contracts: nameAndAddress(trust.contracts),
    safes: nameAndAddress(trust.safes),
    counts: {
      events: views.eventCount,
      approvals: views.approvals.length,
      deployments: views.deployments.length,
      incidents: views.incidents.length,
      overrides: views.overrides.length,
      settlements: views.settlements.length,
      ...countRegisters(narrowed === null ? views.registers : nothingRegistered),
    },
    narrowed: describeNarrowed(narrowed),
    schemas: Object.fromEntries([...schemaFiles()].map(([path, text]) => [path, sha256(toBytes(text))])),
  };
  return { description, views: narrowed === null ? views : narrowViews(views, narrowed) };
}

function narrowViews(views: Views, { kind, id }: Narrowed): Views {
  if (kind === "incident") {
    const { incident, overrides } = incidentStory(id, views);
    return { ...views, incidents: [incident], overrides };
  }
  const { program, batches, exceptions } = programStory(id, views);
  return { ...views, registers: { ...views.registers, programs: [program], batches, exceptions } };
}

/** The files of a bundle that hold what was derived, without those that only ever grow. */
export function viewFiles(told: Told): BundleFiles {
  const { description, views } = told;
  const { narrowed } = description;
  const files = new Map<string, Uint8Array>();
  files.set(bundlePaths.description, toBytes(toCanonicalJson(description)));
  files.set(bundlePaths.deployments, toBytes(toNdjson(views.deployments)));
  if (narrowed === null) {
    files.set(bundlePaths.incidents, toBytes(toNdjson(views.incidents)));
    files.set(bundlePaths.overrides, toBytes(toNdjson(views.overrides)));
    files.set(bundlePaths.settlements, toBytes(toNdjson(views.settlements)));
    const reconciliation = reconcile(views.registers, views.books);
    files.set(bundlePaths.reconciliation, toBytes(toCanonicalJson(reconciliation)));
    for (const name of heldRegisters) files.set(bundlePaths[name], toBytes(toNdjson(views.registers[name])));
    for (const [block, snapshot] of views.snapshots) {
      files.set(bundlePaths.snapshot(block), snapshotBytes(snapshot));
    }
  } else if ("incidentId" in narrowed) {
    files.set(bundlePaths.story, toBytes(toCanonicalJson(incidentStory(narrowed.incidentId, views))));
  } else {
    files.set(bundlePaths.programStory, toBytes(toCanonicalJson(programStory(narrowed.programId, views))));
  }
  for (const approval of views.approvals) {
    files.set(bundlePaths.approval(approval.safeTxHash), toBytes(toCanonicalJson(approval)));
  }
  for (const [path, text] of schemaFiles()) files.set(path, toBytes(text));
  files.set(bundlePaths.report, toBytes(reportPage(told)));
  return files;
}
