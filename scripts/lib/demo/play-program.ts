import {
  authoriseBatch,
  findAndDispute,
  payAndExcept,
  reconcile,
  reconcileOffByOne,
  settleUnauthorised,
  submitBatch,
  submitOverCap,
} from "#lib/demo/batch-scenes";
import {
  expand,
  expansionWithoutPapers,
  openPilot,
  pilotWithoutPapers,
  registerProgramme,
  setRulesAndBudget,
} from "#lib/demo/program-scenes";
import { playScenes, type Scene } from "#lib/demo/play-scenes";
import type { Stage } from "#lib/demo/stage";

const PROGRAM_AUTHORITY = "2-of-3";
const SOVEREIGN_AUTHORITY = "3-of-5";

/** A programme from its registration through its pilot: one batch, to the last cent. */
const programme: readonly Scene[] = [
  ["Programme registered", "program", SOVEREIGN_AUTHORITY, registerProgramme],
  ["A pilot without its papers", "refusal", SOVEREIGN_AUTHORITY, pilotWithoutPapers],
  ["Papers recorded, pilot opened", "program", SOVEREIGN_AUTHORITY, openPilot],
  ["Rules, distributor and budget", "program", `${PROGRAM_AUTHORITY} and ${SOVEREIGN_AUTHORITY}`, setRulesAndBudget],
  ["Batch built and submitted", "distribution", null, submitBatch],
  ["A payment of a batch that nobody authorised", "refusal", null, settleUnauthorised],
  ["Batch authorised", "distribution", PROGRAM_AUTHORITY, authoriseBatch],
  ["A batch over the month's cap", "refusal", null, submitOverCap],
  ["Batch paid, one row set aside", "distribution", null, payAndExcept],
  ["An auditor's finding, disputed and decided", "distribution", null, findAndDispute],
  ["A reconciliation that is off by one cent", "refusal", null, reconcileOffByOne],
  ["Batch reconciled", "distribution", null, reconcile],
  ["An expansion without its papers", "refusal", SOVEREIGN_AUTHORITY, expansionWithoutPapers],
  ["Papers recorded, programme expanded", "program", SOVEREIGN_AUTHORITY, expand],
];

export async function playProgram(stage: Stage): Promise<void> {
  await playScenes(stage, programme);
}
