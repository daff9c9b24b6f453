import { id as digestOf } from "ethers";

import { SIGNING_KEY, rotateSigningKey } from "#lib/demo/credential-scenes";
import { INCIDENT, bookOf, issuerOf, systemNow } from "#lib/demo/emergency-case";
import { takeStep } from "#lib/demo/operators";
import { fillIn } from "#lib/demo/paperwork";
import type { Stage } from "#lib/demo/stage";
import { readDebt } from "#lib/emergency/read-debts";
import { documentDigest } from "#lib/files/document";
import {
  acknowledgeAct,
  fileReviewAct,
  judgeReviewAct,
  nameKeyAct,
  openAct,
  progressAct,
  statementAct,
} from "#lib/incident/acts";
import { postmortemPath } from "#lib/incident/folder";
import { POSTMORTEM_FORM, reviewAtHand } from "#lib/incident/judge-review";
import { readOverview } from "#lib/incident/overview";
import { renderPostmortem, writePostmortem } from "#lib/incident/postmortem";
import { findIncident } from "#lib/incident/read-incident";
import { readStory } from "#lib/incident/story";

/** Digest of the note with which an incident is resolved. */
export const RESOLUTION = digestOf("Rehearsal: the key was replaced, the forged credential revoked, the ledger fixed.");

/** Monitoring is the first to see it. */
export async function reportIncident(stage: Stage): Promise<string> {
  const report = digestOf("Rehearsal: a credential was presented that nobody applied for.");
  await takeStep(stage, "MONITOR", openAct(INCIDENT, "SEV1", report, "monitor"));
  return "open";
}

/** Whoever is on call takes responsibility, speaks to both audiences, and names the key that was exposed. */
export async function answerIncident(stage: Stage): Promise<string> {
  await takeStep(stage, "TECHNICAL_OPERATOR", acknowledgeAct(INCIDENT));
  for (const audience of ["Internal", "Public"] as const) {
    const statement = digestOf(`Rehearsal: statement to the ${audience.toLowerCase()} audience`);
    await takeStep(stage, "TECHNICAL_OPERATOR", statementAct(INCIDENT, audience, statement));
  }
  await takeStep(stage, "TECHNICAL_OPERATOR", nameKeyAct(INCIDENT, SIGNING_KEY));
  return "acknowledged, two statements, one key named";
}

/** The harm has stopped. */
export async function mitigateIncident(stage: Stage): Promise<string> {
  const note = digestOf("Rehearsal: the office issues nothing, the forged credential is revoked.");
  await takeStep(stage, "TECHNICAL_OPERATOR", progressAct(INCIDENT, "mitigate", note));
  return "mitigated";
}

/** The key that the incident names is replaced first. */
export async function resolveIncident(stage: Stage): Promise<string> {
  await rotateSigningKey(stage);
  await takeStep(stage, "TECHNICAL_OPERATOR", progressAct(INCIDENT, "resolve", RESOLUTION));
  return "key rotated, incident resolved";
}

/** The responsible entity files its postmortem, scaffolded with the facts of the chain. */
export async function fileReview(stage: Stage): Promise<string> {
  const { provider, record, directory } = stage;
  const story = await readStory(provider, record, INCIDENT.id);
  const incident = await findIncident(provider, record, INCIDENT);
  const overview = await readOverview(provider, record, incident, INCIDENT.text);
  const path = postmortemPath(directory, INCIDENT);
  const facts = { overview, story, book: bookOf(stage), chainId: record.chainId };
  writePostmortem(path, fillIn(renderPostmortem(facts), "Rehearsal: nobody outside it was affected."));
  const digest = documentDigest(path, "postmortem", POSTMORTEM_FORM);
  await takeStep(stage, "TECHNICAL_OPERATOR", fileReviewAct(INCIDENT, digest, false, story));
  return "filed by the responsible entity";
}

/** An auditor of another entity reads it and accepts. */
export async function acceptReview(stage: Stage): Promise<string> {
  const { provider, record, directory } = stage;
  const digest = await reviewAtHand(provider, record, INCIDENT, postmortemPath(directory, INCIDENT));
  const opinion = digestOf("Rehearsal: complete, and its measures have owners.");
  await takeStep(stage, "AUDITOR", judgeReviewAct(INCIDENT, "accept", digest, opinion));
  const debt = await readDebt(provider, record, INCIDENT.id, await stage.now());
  const { used } = await systemNow(stage, issuerOf(stage));
  if (debt.open || used.strict > 0) throw new Error(`${INCIDENT.text} still owes a review.`);
  return "accepted by another entity; debt paid, budget whole again";
}
