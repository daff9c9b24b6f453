import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { id as digestOf } from "ethers";

import { sendAsSafe } from "#lib/demo/councils";
import { quorumOf } from "#lib/demo/emergency-case";
import type { Stage } from "#lib/demo/stage";
import { parseLabel } from "#lib/input/parse-label";
import type { PhaseCaps, ProgramStory } from "#lib/program/acts";
import { councilActOf, performRegisterAct, programFolder, type RegisterAct } from "#lib/program/register-act";
import { readRegisterStory } from "#lib/program/register-story";
import { readRuleSet, type KnownRuleSet, type RuleSet } from "#lib/program/rule-set";
import { ROLE_NAMES, ROLE_IDS } from "#lib/permissions/roles";
import { councilRequest } from "#lib/safe/council-request";

/** What the demonstration distributes, under the name of its system in governance.json. */
export const PROGRAM = parseLabel("child-benefit");

/** Amounts in cents. */
export const ROW_MAXIMUM = 25_000n;
export const BUDGET = 1_000_000n;
export const PILOT: PhaseCaps = { maxParticipants: 10, maxAmount: 150_000n };
export const EXPANSION: PhaseCaps = { maxParticipants: 1_000, maxAmount: 800_000n };

const MONTH = 30 * 86_400;

/** The digest of a paper that people would write. */
export const paper = (title: string): string => digestOf(`Rehearsal: ${title}`);

/** The programme, and what happened to it so far. */
export async function programNow({ provider, record }: Stage): Promise<ProgramStory> {
  return { program: PROGRAM, story: await readRegisterStory(provider, record, PROGRAM.id) };
}

/** The rules in their first version; their first period begins now. */
export async function writeRules(stage: Stage): Promise<KnownRuleSet> {
  const ruleSet: RuleSet = {
    schema: "sign.rule-set.v1",
    program: PROGRAM.text,
    version: 1,
    currency: { code: "EUR", decimals: 2 },
    beneficiary: { scheme: "national-id-number", alphabet: "digits", minLength: 11, maxLength: 11 },
    eligibility: [{ criterion: "custody", statement: "Has custody of a child under sixteen.", provenBy: "custody-v1" }],
    caps: {
      rowMaximum: ROW_MAXIMUM.toString(),
      period: { rows: PILOT.maxParticipants, amount: PILOT.maxAmount.toString() },
    },
    schedule: { startsAt: new Date((await stage.now()) * 1000).toISOString(), periodLength: MONTH },
  };
  mkdirSync(folderOf(stage), { recursive: true });
  writeFileSync(join(folderOf(stage), "rules-1.json"), JSON.stringify(ruleSet, null, 2));
  return rulesOf(stage);
}

export function rulesOf(stage: Stage): KnownRuleSet {
  return readRuleSet(join(folderOf(stage), "rules-1.json"));
}

/** Where the deployment keeps what belongs to the programme. */
export function folderOf({ directory }: Stage): string {
  return programFolder(directory, PROGRAM.text);
}

/** Takes a step as the tasks do: with the account that holds its role, or with the signatures of its council. */
export async function takeProgramStep(stage: Stage, act: RegisterAct): Promise<void> {
  const { provider, record } = stage;
  const { by } = act;
  if (typeof by === "bigint") {
    const role = ROLE_NAMES.find((name) => ROLE_IDS[name] === by) ?? "";
    await performRegisterAct(stage.sendingAs(stage.operator(role)), record, act, { dryRun: false });
  } else {
    const request = await councilRequest(provider, record, councilActOf(act, by));
    await sendAsSafe(stage, request, quorumOf(stage, by));
  }
}
