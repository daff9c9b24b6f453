import { id as digestOf } from "ethers";

import { prepareUpgrade } from "#lib/change/upgrade";
import { changeHistory } from "#lib/change/read-change";
import { sendAsSafe } from "#lib/demo/councils";
import { issueUrgently } from "#lib/demo/credential-scenes";
import { carryOut } from "#lib/demo/governed-change";
import { INCIDENT, bookOf, issuerOf, playbookOf, quorumOf, serviceOf, systemNow } from "#lib/demo/emergency-case";
import { mixedSigners, upgradePlan } from "#lib/demo/scenes";
import type { Stage } from "#lib/demo/stage";
import { narrativeAct, overrideAct, playbookAct, restoreAct } from "#lib/emergency/acts";
import { requireAct } from "#lib/emergency/verify-act";
import type { KnownSystem } from "#lib/emergency/systems";
import { showDuration } from "#lib/input/show-duration";
import { councilRequest, type CouncilAct } from "#lib/safe/council-request";

/** For how long the override holds, in seconds. */
const OVERRIDE = 2 * 3600;

/** 2-of-3: everything that the playbook names, in one transaction. */
export async function restrictByPlaybook(stage: Stage): Promise<string> {
  await actAsCouncil(stage, playbookAct(playbookOf(stage), INCIDENT));
  const now = await stage.now();
  const systems = await Promise.all(bookOf(stage).all.map((system) => systemNow(stage, system)));
  const restricted = systems.filter(({ mode }) => mode !== "NORMAL");
  return restricted
    .map(({ name, mode, until }) => `${name} ${mode} for ${showDuration((until ?? now) - now)}`)
    .join(", ");
}

/** 2-of-3: what happened, which is owed within a day of a restriction by playbook. */
export async function fileNarrative(stage: Stage): Promise<string> {
  await actAsCouncil(stage, narrativeAct(INCIDENT, digestOf("Rehearsal: a credential that nobody applied for.")));
  return "filed within the day";
}

/** 3-of-5: one operation of the halted issuer for two hours, and its use. */
export async function overrideAndUse(stage: Stage): Promise<string> {
  await actAsCouncil(stage, await issueOverride(stage, OVERRIDE));
  await issueUrgently(stage);
  return `ISSUE allowed for ${showDuration(OVERRIDE)}, one credential issued under it`;
}

/** 3-of-5: leave for the halted issuer to issue for `seconds` from now. */
export async function issueOverride(stage: Stage, seconds: number): Promise<CouncilAct> {
  return overrideAct({
    system: issuerOf(stage),
    operation: "ISSUE",
    until: (await stage.now()) + seconds,
    incident: INCIDENT,
    evidenceDigest: digestOf(
      "Rehearsal: a patient abroad needs papers tonight; issued from paper files by two people.",
    ),
  });
}

/** 2-of-3 and 3-of-5, people of different entities: a next release of what is on fire, in seconds instead of days. */
export async function emergencyFix(stage: Stage): Promise<string> {
  const { provider, record } = stage;
  const next = await stage.validateUpgrade("CredentialLedger", "CredentialLedgerRehearsal");
  const proposer = stage.sendingAs(stage.operator("CHANGE_PROPOSER"));
  const upgrade = await prepareUpgrade(proposer, record, { proxy: "CredentialLedger", next });
  const plan = upgradePlan(upgrade, { title: "Fix the credential ledger", class: "EmergencyFix", version: "1.0.1" });
  const signers = { emergency: quorumOf(stage, "emergency"), governance: mixedSigners(stage) };
  const { id } = await carryOut(stage, { ...plan, incident: INCIDENT.id }, signers);

  const history = await changeHistory(provider, record, id);
  const timeOf = async (name: string): Promise<number> => {
    const event = history.find((candidate) => candidate.name === name);
    return (event === undefined ? null : await provider.getBlock(event.blockNumber))?.timestamp ?? Number.NaN;
  };
  const seconds = (await timeOf("ChangeExecuted")) - (await timeOf("ChangeQueued"));
  return `executed ${showDuration(seconds)} after the second council approved`;
}

/** Nobody does anything: the mode of a system ends, and a milder one follows. */
export async function waitForNextMode(stage: Stage, system: KnownSystem): Promise<string> {
  const before = await systemNow(stage, system);
  if (before.until === null) throw new TypeError(`${system.name} is not restricted.`);
  await stage.waitUntil(before.until);
  const after = await systemNow(stage, system);
  return `${system.name}: ${before.mode} → ${after.mode}, by time alone`;
}

/** 3-of-5: the service runs again before its time. */
export async function restoreService(stage: Stage): Promise<string> {
  const system = serviceOf(stage);
  const before = await systemNow(stage, system);
  const reasonDigest = digestOf("Rehearsal: no other key was touched.");
  await actAsCouncil(stage, restoreAct({ system, mode: "NORMAL", reasonDigest }));
  const after = await systemNow(stage, system);
  return `${system.name}: ${before.mode} → ${after.mode}, ahead of time`;
}

/** A council's quorum checks what it is asked for, signs and has it sent. */
export async function actAsCouncil(stage: Stage, act: CouncilAct): Promise<void> {
  const request = await councilRequest(stage.provider, stage.record, act);
  await requireAct(stage.provider, stage.record, request, bookOf(stage));
  await sendAsSafe(stage, request, quorumOf(stage, act.council));
}
