import { id as digestOf } from "ethers";

import { refusedCall, refusedProposal, refusedSafe } from "#lib/demo/attempt";
import { anotherCredential } from "#lib/demo/credential-scenes";
import { INCIDENT, bookOf, quorumOf, serviceOf } from "#lib/demo/emergency-case";
import { issueOverride } from "#lib/demo/emergency-scenes";
import { RESOLUTION } from "#lib/demo/incident-scenes";
import { cadencePlan } from "#lib/demo/scenes";
import type { Stage } from "#lib/demo/stage";
import { restrictAct } from "#lib/emergency/acts";
import { modeAt } from "#lib/emergency/mode";
import { OPERATIONS } from "#lib/emergency/system-modes";
import { isoTime } from "#lib/input/parse-time";
import { councilRequest, type CouncilAct } from "#lib/safe/council-request";

/** The halted issuer issues; the error tells it which system refuses what, in which mode, until when. */
export async function issueWhileHalted(stage: Stage): Promise<string> {
  const values = await anotherCredential(stage);
  const { args, text } = await refusedCall(stage, "ISSUER", "CredentialLedger", "issue", values);
  const system = bookOf(stage).named(String(args["systemId"])).name;
  const mode = modeAt(Number(args["mode"]));
  const operation = OPERATIONS[Number(args["operation"])] ?? "?";
  return `${text}: ${system} is ${mode}, no ${operation} until ${isoTime(Number(args["until"]))}`;
}

/** The council restricts again what is as strict already. */
export async function restrictNoStricter(stage: Stage): Promise<string> {
  const act = restrictAct({
    restrictions: [{ system: serviceOf(stage), mode: "LIMITED" }],
    duration: 72 * 3600,
    incident: INCIDENT,
    severity: 1,
    reasonDigest: digestOf("Rehearsal: for longer, please."),
  });
  return refusedAct(stage, act);
}

/** A manual override for a minute more than a day. */
export async function overrideForLonger(stage: Stage): Promise<string> {
  return refusedAct(stage, await issueOverride(stage, 24 * 3600 + 60));
}

/** The fast class, for a contract that is not on fire. */
export function fixElsewhere(stage: Stage): Promise<string> {
  return refusedProposal(stage, { ...cadencePlan, class: "EmergencyFix", incident: INCIDENT.id });
}

/** The fast class, for the contract that judges changes. */
export function fixCore(stage: Stage): Promise<string> {
  const call = {
    target: "ChangeManager",
    function: "upgradeToAndCall(address,bytes)",
    args: [stage.record.contracts.ChangeManager.implementation, "0x"],
    value: "0",
  };
  const plan = { version: "6.6.7", calls: [call], rollback: [call] };
  return refusedProposal(stage, { ...plan, class: "EmergencyFix", incident: INCIDENT.id });
}

/** The incident names a key, and the key is still in use. */
export async function resolveWithKeyInUse(stage: Stage): Promise<string> {
  const { text } = await refusedCall(stage, "TECHNICAL_OPERATOR", "IncidentRegistry", "resolve", [
    INCIDENT.id,
    RESOLUTION,
  ]);
  return text;
}

async function refusedAct(stage: Stage, act: CouncilAct): Promise<string> {
  const request = await councilRequest(stage.provider, stage.record, act);
  return refusedSafe(stage, request, quorumOf(stage, act.council));
}
