import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { requireOfBridge, requireSame } from "#lib/bridge/require-snapshot";
import { snapshotDigest, type MetricsSnapshot } from "#lib/bridge/snapshot-format";
import { readBlock, takeSnapshot } from "#lib/bridge/take-snapshot";
import { chainTime } from "#lib/chain/chain-time";
import { isStale, readAcknowledgements, standingAcknowledgement } from "#lib/change/acknowledgement";
import type { ChangeStatus } from "#lib/change/change-class";
import { changeHistory, findChange, readPolicy, readRound, readStatus } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/** How many blocks back the chain itself still knows a hash. */
const KNOWN_BLOCKS = 256;

/** A snapshot, and where it lies. */
export interface SnapshotFile {
  readonly snapshot: MetricsSnapshot;
  readonly path: string;
}

/**
 * Confirms, as MONITOR, that monitoring looked at a bridge and saw no reason against a change. The snapshot is recomputed
 * from the node first: nobody acknowledges numbers that they were handed.
 *
 * @throws SuiteError `refused/acknowledgement-not-asked`, `refused/unexpected-status`, `refused/unknown-block`,
 * `conflict/snapshot-scope`, `conflict/snapshot-differs`, `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function acknowledgeChange(
  sending: Sending,
  record: ContractsRecord,
  id: string,
  { snapshot, path }: SnapshotFile,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActResult & { readonly metricsDigest: string }> {
  const { provider } = sending;
  requireOfBridge(snapshot, record, path);
  const metricsDigest = snapshotDigest(snapshot);
  const { number } = snapshot.block;
  await requireEscalated(provider, record, id);
  const monitor = await sending.signer.getAddress();
  const standing = standingAcknowledgement(await readAcknowledgements(provider, record, id));
  const isDone =
    standing?.metricsDigest === metricsDigest &&
    standing.observedBlock === number &&
    standing.monitor === monitor &&
    !isStale(standing, await chainTime(provider));
  if (!isDone) {
    await requireStatus(
      provider,
      record,
      id,
      ["Queued", "Ready"],
      "Monitoring speaks last: once the approvals are complete.",
    );
    await requireKnownBlock(provider, number);
    await readBlock(provider, record, number);
    requireSame(snapshot, await takeSnapshot(provider, record, number), path);
  }
  const result = await actOnce(
    sending,
    {
      key: `acknowledge:${id}:${String(await readRound(provider, record, id))}:${metricsDigest}`,
      action: "The acknowledgement",
      to: record.contracts.ChangeManager.address,
      data: suiteInterface("ChangeManager").encodeFunctionData("acknowledge", [id, number, metricsDigest]),
    },
    { dryRun, done: isDone ? standing : undefined },
  );
  return { ...result, metricsDigest };
}

/**
 * Kills, as MONITOR, a change that needs monitoring's acknowledgement.
 *
 * @throws SuiteError `refused/acknowledgement-not-asked`, `refused/unexpected-status`, `refused/<custom-error>`, those of
 * `sendTransaction`.
 */
export async function objectToChange(
  sending: Sending,
  record: ContractsRecord,
  id: string,
  reasonDigest: string,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActResult> {
  const { provider } = sending;
  await requireEscalated(provider, record, id);
  const done = (await changeHistory(provider, record, id)).find(
    ({ name, args }) => name === "ChangeObjected" && args["reasonDigest"] === reasonDigest,
  );
  if (done === undefined) {
    await requireStatus(provider, record, id, ["Proposed", "Queued", "Ready"], "What is over cannot be objected to.");
  }
  return actOnce(
    sending,
    {
      key: `object:${id}:${reasonDigest}`,
      action: "The objection",
      to: record.contracts.ChangeManager.address,
      data: suiteInterface("ChangeManager").encodeFunctionData("object", [id, reasonDigest]),
    },
    { dryRun, done },
  );
}

/** Monitoring has a say in some classes only. */
async function requireEscalated(provider: Provider, record: ContractsRecord, id: string): Promise<void> {
  const { change } = await findChange(provider, record, id);
  if ((await readPolicy(provider, record, change.class)).needsAcknowledgement) return;
  throw new SuiteError({
    code: "refused/acknowledgement-not-asked",
    message: `A ${change.class} change needs no acknowledgement of monitoring, and monitoring cannot object to it.`,
    hint: "Only changes of the class BridgeParameter do, unless the policy says otherwise.",
    details: { id, class: change.class },
  });
}

async function requireStatus(
  provider: Provider,
  record: ContractsRecord,
  id: string,
  expected: readonly ChangeStatus[],
  hint: string,
): Promise<void> {
  const status = await readStatus(provider, record, id);
  if (expected.includes(status)) return;
  throw new SuiteError({
    code: "refused/unexpected-status",
    message: `The change ${id} is ${status}.`,
    hint,
    details: { id, status, expected },
  });
}

/** The latest block does not know itself, and is what a node tries a call in; the next one forgets one more. */
async function requireKnownBlock(provider: Provider, number: number): Promise<void> {
  const latest = await provider.getBlockNumber();
  if (number < latest && latest + 1 - number <= KNOWN_BLOCKS) return;
  throw new SuiteError({
    code: "refused/unknown-block",
    message: `Block ${String(number)} is ${number >= latest ? "too new" : "too old"}, the latest is ${String(latest)}: the chain knows the last ${String(KNOWN_BLOCKS)} before its own.`,
    hint: "Take a new snapshot with: npx hardhat monitor snapshot --block latest-confirmed",
    details: { observedBlock: number, latest },
  });
}
