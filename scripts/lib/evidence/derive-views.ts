import type { BundleFiles } from "#lib/evidence/bag";
import { sha256 } from "#lib/evidence/bag";
import { toBytes, toCanonicalJson, toNdjson } from "#lib/evidence/canonical-json";
import type { BlockHeader } from "#lib/evidence/block-header";
import type { ProvenLog } from "#lib/evidence/chain-data";
import {
  type Approval,
  bundleFormat,
  bundlePaths,
  type Deployment,
  type EventLine,
  type ExportDescription,
  schemaFiles,
} from "#lib/evidence/format";
import { type AbiSource, deploymentOf, History, replay, type Step } from "#lib/evidence/replay";
import type { Trust } from "#lib/evidence/trust";

/** What follows from the proven logs. */
export interface Views {
  readonly events: readonly EventLine[];
  readonly approvals: readonly Approval[];
  readonly deployments: readonly Deployment[];
  readonly history: History;
}

/**
 * Derives events, approvals and the deployment log.
 *
 * @param onStep Called for each step while the history stands there.
 */
export function deriveViews(
  logs: readonly ProvenLog[],
  trust: Trust,
  abiOf: AbiSource,
  onStep: (step: Step, history: History) => void = () => undefined,
): Views {
  const history = new History(trust);
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
    onStep(step, history);
  }
  return { events, approvals, deployments, history };
}

/** The files of a bundle that hold what was derived. */
export function viewFiles(
  views: Omit<Views, "history">,
  headers: readonly BlockHeader[],
  trust: Trust,
  tool: string,
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
    },
    schemas: Object.fromEntries([...schemas].map(([path, text]) => [path, sha256(toBytes(text))])),
  };
  const files = new Map<string, Uint8Array>();
  files.set(bundlePaths.description, toBytes(toCanonicalJson(description)));
  files.set(bundlePaths.events(from, to), toBytes(toNdjson(views.events)));
  files.set(bundlePaths.deployments, toBytes(toNdjson(views.deployments)));
  for (const approval of views.approvals) {
    files.set(bundlePaths.approval(approval.safeTxHash), toBytes(toCanonicalJson(approval)));
  }
  for (const [path, text] of schemas) files.set(path, toBytes(text));
  return files;
}
