import { id as digestOf } from "ethers";

import { failureReasons } from "#lib/bridge/gateway-words";
import { refusedCall, refusedCallAs } from "#lib/demo/attempt";
import { ACCOUNT, counterpartyOf, fundCounterparty, requestOut } from "#lib/demo/bridge-case";
import { attestReserve, relay, statementOf, statusOf } from "#lib/demo/bridge-relay";
import { operate, operateAs } from "#lib/demo/operators";
import type { Stage } from "#lib/demo/stage";
import { custodies } from "#lib/keys/key";
import { accountKeyId } from "#lib/keys/key-id";

const HSM = custodies.indexOf("hsm");
const HALF_A_YEAR = 182 * 86_400;

/** What signs an operator's statements is its account: it is put on record as a key, with custody and deadline. */
export async function registerOperatorKeys(stage: Stage): Promise<string> {
  const operators = stage.operators("BRIDGE_OPERATOR");
  for (const account of operators) {
    const terms = [account, HSM, digestOf("Rehearsal: attestation of the HSM"), HALF_A_YEAR];
    const values = [accountKeyId("operator", account), terms];
    await operate(stage, "TECHNICAL_OPERATOR", "KeyRegistry", "registerOperatorKey", values);
  }
  return `${String(operators.length)} operators may speak, until their keys are due`;
}

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
