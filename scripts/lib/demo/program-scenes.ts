import { refusedSafe } from "#lib/demo/attempt";
import { quorumOf } from "#lib/demo/emergency-case";
import {
  BUDGET,
  EXPANSION,
  paper,
  PILOT,
  PROGRAM,
  programNow,
  rulesOf,
  takeProgramStep,
  writeRules,
} from "#lib/demo/program-case";
import type { Stage } from "#lib/demo/stage";
import {
  advanceAct,
  authoriseEntityAct,
  budgetAct,
  type PhaseCaps,
  publishAct,
  recordAct,
  registerProgramAct,
} from "#lib/program/acts";
import type { Paper, Phase } from "#lib/program/program";
import { readProgram, readRequirementsDigest } from "#lib/program/read-program";
import { councilActOf } from "#lib/program/register-act";
import { councilRequest } from "#lib/safe/council-request";

/** What an assessment and the set-up of a pilot leave behind. */
const PILOT_PAPERS: readonly Paper[] = [
  "StakeholderMap",
  "PrivacyRequirements",
  "GovernanceAndCustody",
  "PilotControls",
  "PilotMonitoring",
];

/** 3-of-5: a programme exists from now on; its schedule is fixed for ever. */
export async function registerProgramme(stage: Stage): Promise<string> {
  const rules = await writeRules(stage);
  const act = registerProgramAct(await programNow(stage), {
    rules,
    authority: entityOf(stage, "PROGRAM_AUTHORITY"),
    privacy: "Private",
    metadataDigest: paper("what the programme is for"),
    legalApprovalDigest: paper("the act of parliament"),
  });
  await takeProgramStep(stage, act);
  return `${PROGRAM.text} in Assessment`;
}

/** 3-of-5 signatures on a pilot that nobody has prepared. */
export async function pilotWithoutPapers(stage: Stage): Promise<string> {
  return refusedStep(stage, "Pilot", PILOT);
}

/** The papers are recorded; then the Sovereign Authority opens the pilot. */
export async function openPilot(stage: Stage): Promise<string> {
  for (const name of PILOT_PAPERS) await takeProgramStep(stage, recordAct(await programNow(stage), name, paper(name)));
  await advance(stage, "Pilot", PILOT);
  return `at most ${PILOT.maxParticipants} rows and ${PILOT.maxAmount} cents a month`;
}

/** 2-of-3 puts the rules in force and names who distributes; 3-of-5 grants the money. */
export async function setRulesAndBudget(stage: Stage): Promise<string> {
  const rules = rulesOf(stage);
  const approval = paper("an agreement with the payment offices");
  await takeProgramStep(stage, publishAct(await programNow(stage), rules, ""));
  const distributor = entityOf(stage, "DISTRIBUTION_OPERATOR");
  await takeProgramStep(stage, authoriseEntityAct(await programNow(stage), distributor, approval));
  await takeProgramStep(stage, budgetAct(await programNow(stage), BUDGET, paper("the budget law")));
  return `rules ${rules.ruleSet.version} in force, ${BUDGET} cents granted`;
}

/** 3-of-5 signatures on an expansion without service levels and an audit programme. */
export async function expansionWithoutPapers(stage: Stage): Promise<string> {
  return refusedStep(stage, "Expansion", EXPANSION);
}

export async function expand(stage: Stage): Promise<string> {
  for (const name of ["ServiceLevels", "AuditProgramme"] as const) {
    await takeProgramStep(stage, recordAct(await programNow(stage), name, paper(name)));
  }
  await advance(stage, "Expansion", EXPANSION);
  return (await readProgram(stage.provider, stage.record, PROGRAM)).phase;
}

async function advance(stage: Stage, to: Phase, caps: PhaseCaps): Promise<void> {
  await takeProgramStep(stage, await stepTo(stage, to, caps));
}

async function refusedStep(stage: Stage, to: Phase, caps: PhaseCaps): Promise<string> {
  const act = councilActOf(await stepTo(stage, to, caps), "sovereign");
  const request = await councilRequest(stage.provider, stage.record, act);
  return refusedSafe(stage, request, quorumOf(stage, "sovereign"));
}

async function stepTo(stage: Stage, to: Phase, caps: PhaseCaps): Promise<ReturnType<typeof advanceAct>> {
  const { provider, record } = stage;
  const digest = await readRequirementsDigest(provider, record, PROGRAM, to);
  return advanceAct(await programNow(stage), to, caps, digest, paper(`the decision on ${to}`));
}

function entityOf({ governance }: Stage, role: string): number {
  const holder = governance.operators.find(({ roles }) => roles.some((held) => held === role));
  const entity = governance.entities.find(({ key }) => key === holder?.entity);
  if (entity === undefined) throw new RangeError(`governance.json names no ${role}.`);
  return entity.id;
}
