import { id as digestOf } from "ethers";

import { loosening } from "#lib/bridge/loosen";
import { type ParameterName, readNextStep, readParameter } from "#lib/bridge/read-parameters";
import { snapshotPath, writeSnapshot } from "#lib/bridge/snapshot-file";
import { takeSnapshot } from "#lib/bridge/take-snapshot";
import { tightening } from "#lib/bridge/tighten";
import { readToken, showAmount } from "#lib/bridge/token";
import { toAbi } from "#lib/change/change";
import { acknowledgeChange } from "#lib/change/escalate";
import { executeChange } from "#lib/change/execute";
import { findChange, readRecord } from "#lib/change/read-change";
import { refusedCall } from "#lib/demo/attempt";
import { attestReserve } from "#lib/demo/bridge-relay";
import { sendAsSafe } from "#lib/demo/councils";
import { quorumOf } from "#lib/demo/emergency-case";
import { approve, propose, type Proposed } from "#lib/demo/governed-change";
import { mixedSigners } from "#lib/demo/scenes";
import type { Stage } from "#lib/demo/stage";
import { councilRequest } from "#lib/safe/council-request";

/** What may leave the public rail altogether. */
const LIMIT: ParameterName = { parameter: "OutCapacity", counterparty: null };

/** 2-of-3: a fifth less may leave, from now on. */
export async function tightenLimit(stage: Stage): Promise<string> {
  const { provider, record } = stage;
  const token = await readToken(provider, record);
  const { value: present } = await readParameter(provider, record, LIMIT);
  const value = (present * 4n) / 5n;
  const reasonDigest = digestOf("Rehearsal: more leaves than the treasury expects.");
  const { act } = await tightening(provider, record, token, { name: LIMIT, value, reasonDigest });
  await sendAsSafe(stage, await councilRequest(provider, record, act), quorumOf(stage, "emergency"));
  return `${showAmount(present, token)} → ${showAmount(value, token)} at once`;
}

/** 3-of-5: one step looser, proposed, approved and ready. Monitoring has said nothing, so that it does not run. */
export async function approveLoosening(
  stage: Stage,
): Promise<{ readonly proposed: Proposed; readonly refused: string }> {
  const { provider, record } = stage;
  const { limit, notBefore } = await readNextStep(provider, record, LIMIT);
  if ((await stage.now()) < notBefore) await stage.waitUntil(notBefore);
  await attestReserve(stage, stage.privateRail);
  const token = await readToken(provider, record);
  const { title, calls, rollback } = await loosening(provider, record, token, { name: LIMIT, value: limit });
  const content = { calls: [...calls], rollback: [...rollback] };
  const proposed = await propose(stage, { title, class: "BridgeParameter", version: "2026.2", ...content });
  await approve(stage, proposed, { governance: mixedSigners(stage) });
  await stage.waitUntil((await readRecord(provider, record, proposed.id)).readyAt);
  const { change, context } = await findChange(provider, record, proposed.id);
  const values = [toAbi(change), context.proposer, 0];
  const { text } = await refusedCall(stage, "CHANGE_EXECUTOR", "ChangeManager", "execute", values);
  return { proposed, refused: text };
}

/** Monitoring looks at both rails and acknowledges what it saw; then the change runs. */
export async function executeLoosening(stage: Stage, { id }: Proposed): Promise<string> {
  const { provider, record } = stage;
  const before = await readParameter(provider, record, LIMIT);
  await attestReserve(stage, stage.privateRail);
  const observed = await provider.getBlockNumber();
  const snapshot = await takeSnapshot(provider, record, observed);
  const path = snapshotPath(stage.directory, observed);
  writeSnapshot(path, snapshot);
  // The chain knows a block's hash from the next block on.
  await stage.waitUntil((await stage.now()) + 1);
  await acknowledgeChange(
    stage.sendingAs(stage.operator("MONITOR")),
    record,
    id,
    { snapshot, path },
    { dryRun: false },
  );
  await executeChange(stage.sendingAs(stage.operator("CHANGE_EXECUTOR")), record, id);
  const token = await readToken(provider, record);
  const { value } = await readParameter(provider, record, LIMIT);
  const step = `${showAmount(before.value, token)} → ${showAmount(value, token)}`;
  return `${step}, acknowledged on the metrics of block ${observed}`;
}
