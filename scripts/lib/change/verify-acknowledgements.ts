import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Provider } from "ethers";

import { requireOfBridge, requireSame } from "#lib/bridge/require-snapshot";
import { readSnapshot } from "#lib/bridge/snapshot-file";
import { snapshotDigest } from "#lib/bridge/snapshot-format";
import { readBlock, snapshotFromEvents } from "#lib/bridge/take-snapshot";
import { readAcknowledgements, type Acknowledgement } from "#lib/change/acknowledgement";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** What monitoring acknowledged, found true on this node. */
export interface VerifiedAcknowledgement extends Acknowledgement {
  /** The snapshot in the dossier; null where it is not there. */
  readonly file: string | null;
}

/** Where a dossier keeps the snapshot of a block that was acknowledged, so that signers find it. */
export function acknowledgementPath(dossierPath: string, blockNumber: number): string {
  return join(acknowledgementsFolder(dossierPath), `${String(blockNumber)}.json`);
}

/**
 * Recomputes every snapshot that monitoring acknowledged, or that lies in the dossier, from the gateway's events on this
 * node, and compares it with the file, and its digest with what stands on the chain.
 *
 * @throws SuiteError `conflict/snapshot-differs`, `conflict/snapshot-scope`, `conflict/observed-block`,
 * `conflict/acknowledged-digest`.
 */
export async function verifyAcknowledgements(
  provider: Provider,
  record: ContractsRecord,
  id: string,
  dossierPath: string | undefined,
): Promise<VerifiedAcknowledgement[]> {
  const files = dossierPath === undefined ? [] : snapshotFiles(dossierPath);
  for (const path of files) {
    const snapshot = readSnapshot(path);
    requireOfBridge(snapshot, record, path);
    const block = await readBlock(provider, record, snapshot.block.number);
    requireSame(snapshot, await snapshotFromEvents(provider, record, block), path);
  }
  const verified: VerifiedAcknowledgement[] = [];
  for (const given of await readAcknowledgements(provider, record, id)) {
    await requireDigest(provider, record, given);
    const file = dossierPath === undefined ? "" : acknowledgementPath(dossierPath, given.observedBlock);
    verified.push({ ...given, file: files.includes(file) ? file : null });
  }
  return verified;
}

async function requireDigest(provider: Provider, record: ContractsRecord, given: Acknowledgement): Promise<void> {
  const { observedBlock, observedHash, metricsDigest, monitor } = given;
  const block = await readBlock(provider, record, observedBlock);
  if (block.hash !== observedHash) {
    throw new SuiteError({
      code: "conflict/observed-block",
      message: `${monitor} acknowledged block ${String(observedBlock)} as ${observedHash}; this node has ${block.hash}.`,
      hint: "The node does not tell the truth, or serves another chain. Ask another node.",
      details: { observedBlock, acknowledged: observedHash, node: block.hash },
    });
  }
  const digest = snapshotDigest(await snapshotFromEvents(provider, record, block));
  if (digest === metricsDigest) return;
  throw new SuiteError({
    code: "conflict/acknowledged-digest",
    message: `${monitor} acknowledged the digest ${metricsDigest} at block ${String(observedBlock)}; the chain's own numbers have ${digest}.`,
    hint: "Do not sign or execute: monitoring looked at other numbers. Ask it for its snapshot, and why.",
    details: { observedBlock, acknowledged: metricsDigest, computed: digest, monitor },
  });
}

function snapshotFiles(dossierPath: string): string[] {
  const folder = acknowledgementsFolder(dossierPath);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}

function acknowledgementsFolder(dossierPath: string): string {
  return join(dossierPath, "acknowledgements");
}
