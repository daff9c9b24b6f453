import { Contract, id as digestOf, type Result, ZeroAddress } from "ethers";
import { z } from "zod";

import { suiteInterface } from "#lib/abi/suite-interface";
import { failureReasons } from "#lib/bridge/gateway-words";
import { BRIDGE_PARAMETERS } from "#lib/bridge/parameters";
import { snapshotDigest } from "#lib/bridge/snapshot-format";
import { takeSnapshot } from "#lib/bridge/take-snapshot";
import { toAbi } from "#lib/change/change";
import { executeChange } from "#lib/change/execute";
import { findChange, readRecord } from "#lib/change/read-change";
import { ACCOUNT, counterpartyOf, fundCounterparty, requestOut } from "#lib/demo/bridge-case";
import { attestReserve, relay, statementOf, statusOf } from "#lib/demo/bridge-relay";
import { refusedCall, refusedCallAs } from "#lib/demo/attempt";
import { sendAsSafe } from "#lib/demo/councils";
import { quorumOf } from "#lib/demo/emergency-case";
import { approve, type Plan, propose, type Proposed } from "#lib/demo/governed-change";
import { operate, operateAs } from "#lib/demo/operators";
import { mixedSigners } from "#lib/demo/scenes";
import type { Stage } from "#lib/demo/stage";
import { councilRequest } from "#lib/safe/council-request";

const PARAMETER = BRIDGE_PARAMETERS.indexOf("OutCapacity");

/** Out of the public rail: requested, credited on the private rail, attested by operators of two entities. */
export async function convertOut(stage: Stage): Promise<string> {
  const { privateRail: rail } = stage;
  await fundCounterparty(stage);
  const amount = 4_000_000n;
  const id = await requestOut(stage, amount);
  await rail.credit(id, ACCOUNT, amount);
  await relay(stage, rail);
  return `${await statusOf(stage, id)} by the word of two entities`;
}

/** Back: committed on the private rail, seen by monitoring, attested by operators of two entities, released. */
export async function convertIn(stage: Stage): Promise<string> {
  const { privateRail: rail } = stage;
  await rail.commit(ACCOUNT, counterpartyOf(stage), 1_500_000n);
  await attestReserve(stage, rail);
  await relay(stage, rail);
  return "released at once";
}

/** An operator says again what was settled already. */
export async function replaySettlement(stage: Stage): Promise<string> {
  const [event] = await stage.privateRail.events();
  if (event === undefined) throw new TypeError("Nothing happened on the private rail.");
  const [method, values] = statementOf(event);
  return (await refusedCall(stage, "BRIDGE_OPERATOR", "BridgeGateway", method, values)).text;
}

/** Both operators claim what the private rail never committed. */
export async function forgeArrival(stage: Stage): Promise<string> {
  const [first, second] = stage.operators("BRIDGE_OPERATOR");
  const counterparty = counterpartyOf(stage);
  const forged = [99n, counterparty, counterparty, 1_000_000n, digestOf("Rehearsal: a commitment that never was")];
  if (first === undefined || second === undefined) throw new RangeError("governance.json names no two operators.");
  await operateAs(stage, first, "BridgeGateway", "attestIn", [forged]);
  return (await refusedCallAs(stage, second, "BridgeGateway", "attestIn", [forged])).text;
}

/** 2-of-3: less may leave, from now on. */
export async function tightenLimit(stage: Stage): Promise<string> {
  const { value } = await limitOf(stage);
  const tightened = (value * 4n) / 5n;
  const reason = digestOf("Rehearsal: more leaves than the treasury expects.");
  const data = suiteInterface("BridgeParameters").encodeFunctionData("tighten", [
    PARAMETER,
    ZeroAddress,
    tightened,
    reason,
  ]);
  const description = `Tighten the bridge's OutCapacity from ${value} to ${tightened}`;
  const request = await councilRequest(stage.provider, stage.record, {
    council: "emergency",
    contract: "BridgeParameters",
    data,
    description,
  });
  await sendAsSafe(stage, request, quorumOf(stage, "emergency"));
  return `${value} → ${tightened} at once`;
}

/** 3-of-5: proposed, approved and ready; monitoring has said nothing. */
export async function approveLoosening(
  stage: Stage,
): Promise<{ readonly proposed: Proposed; readonly refused: string }> {
  const { provider, record } = stage;
  const { notBefore } = await limitOf(stage);
  if ((await stage.now()) < notBefore) await stage.waitUntil(notBefore);
  await attestReserve(stage, stage.privateRail);
  const proposed = await propose(stage, await looseningPlan(stage));
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
  const before = await limitOf(stage);
  await attestReserve(stage, stage.privateRail);
  const observed = await provider.getBlockNumber();
  const snapshot = await takeSnapshot(provider, record, observed);
  await operate(stage, "MONITOR", "ChangeManager", "acknowledge", [id, observed, snapshotDigest(snapshot)]);
  await executeChange(stage.sendingAs(stage.operator("CHANGE_EXECUTOR")), record, id);
  return `${before.value} → ${(await limitOf(stage)).value}, acknowledged on the metrics of block ${observed}`;
}

/** The private rail refuses a conversion; what was taken goes back. */
export async function failAndRefund(stage: Stage): Promise<string> {
  const { privateRail: rail } = stage;
  const id = await requestOut(stage, 2_500_000n);
  const reason = failureReasons.indexOf("BeneficiaryRejected");
  await rail.refuse(id, reason, digestOf("Rehearsal: the account was closed"));
  await relay(stage, rail);
  const failed = await statusOf(stage, id);
  await operateAs(stage, counterpartyOf(stage), "BridgeGateway", "refund", [id]);
  return `${failed}: ${failureReasons[reason] ?? ""}, then ${await statusOf(stage, id)}`;
}

/** One step looser, from what is in force, and the way back. */
async function looseningPlan(stage: Stage): Promise<Plan> {
  const { value, baseline, version, limit } = await limitOf(stage);
  const call = (name: string, args: readonly (bigint | number)[]): Plan["calls"][number] => ({
    target: "BridgeParameters",
    function: name,
    args: [String(PARAMETER), ZeroAddress, ...args.map(String)],
    value: "0",
  });
  return {
    title: "Let more leave the public rail",
    class: "BridgeParameter",
    version: "2026.2",
    calls: [call("loosen(uint8,address,uint128,uint32,uint128)", [value, version, limit])],
    rollback: [call("retract(uint8,address,uint128,uint128)", [value, baseline])],
  };
}

const limitSchema = z.object({ value: z.bigint(), baseline: z.bigint(), version: z.bigint() });
const stepSchema = z.object({ limit: z.bigint(), notBefore: z.bigint().transform(Number) });

/** The whole rail's limit on what leaves: as it is, and how far and when it may be loosened. */
async function limitOf({
  provider,
  record,
}: Stage): Promise<z.output<typeof limitSchema> & z.output<typeof stepSchema>> {
  const { address } = record.contracts.BridgeParameters;
  const parameters = new Contract(address, suiteInterface("BridgeParameters"), provider);
  const view = async (name: string): Promise<unknown> =>
    parameters.getFunction(name).staticCall(PARAMETER, ZeroAddress);
  const step = (await view("nextStepOf")) as Result;
  const state = (await view("stateOf")) as Result;
  return { ...limitSchema.parse(state.toObject()), ...stepSchema.parse(step.toObject()) };
}
