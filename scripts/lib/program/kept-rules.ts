import { existsSync } from "node:fs";
import { join } from "node:path";

import { SuiteError } from "#lib/errors/suite-error";
import { writeJsonFile } from "#lib/files/json-file";
import { isoTime } from "#lib/input/parse-time";
import type { ProgramState, PublishedRules } from "#lib/program/read-program";
import { programFolder } from "#lib/program/register-act";
import { readRuleSet, type KnownRuleSet } from "#lib/program/rule-set";
import { difference, type RuleChange } from "#lib/program/rule-set-difference";

/** Where a deployment keeps a version of a programme's rules. */
export function rulesPath(deploymentDirectory: string, program: string, version: number): string {
  return join(programFolder(deploymentDirectory, program), "rules", `${version}.json`);
}

/** Keeps rules that are to be published, for the difference to those that follow. */
export function keepRules(deploymentDirectory: string, { ruleSet }: KnownRuleSet): void {
  writeJsonFile(rulesPath(deploymentDirectory, ruleSet.program, ruleSet.version), ruleSet);
}

/**
 * What new rules change, compared with the file of the rules that the chain has in force.
 *
 * @param inForce Null before the first.
 * @throws SuiteError `conflict/rule-set-version` unless they are the version after it, `refused/rules-unchanged`,
 * `input/rules-in-force`, `conflict/rule-set`.
 */
export function changesOf(
  deploymentDirectory: string,
  { ruleSet, digest }: KnownRuleSet,
  inForce: PublishedRules | null,
): readonly RuleChange[] {
  if (inForce?.digest === digest) return [];
  const version = (inForce?.version ?? 0) + 1;
  if (ruleSet.version !== version) {
    throw new SuiteError({
      code: "conflict/rule-set-version",
      message: `The rules say that they are version ${ruleSet.version}; the next one is ${version}.`,
      hint: "Somebody may have published meanwhile. Look at what is in force: npx hardhat program show",
      details: { written: ruleSet.version, next: version },
    });
  }
  if (inForce === null) return [];
  return difference(rulesInForce(deploymentDirectory, ruleSet.program, inForce).ruleSet, ruleSet);
}

/**
 * The file of the rules in force, by their digest.
 *
 * @throws SuiteError `input/rules-in-force` when it is not kept, `conflict/rule-set` when it is another.
 */
export function rulesInForce(deploymentDirectory: string, program: string, inForce: PublishedRules): KnownRuleSet {
  const path = rulesPath(deploymentDirectory, program, inForce.version);
  if (!existsSync(path)) {
    throw new SuiteError({
      code: "input/rules-in-force",
      message: `${path}, the rules in force, is missing.`,
      hint: "Fetch it from where it is published; without it nobody can say what changes.",
      details: { path, digest: inForce.digest },
    });
  }
  const rules = readRuleSet(path);
  if (rules.digest === inForce.digest) return rules;
  throw new SuiteError({
    code: "conflict/rule-set",
    message: `${path} has the digest ${rules.digest}, the rules in force have ${inForce.digest}.`,
    hint: "Fetch the rules in force from where they are published.",
    details: { path, local: rules.digest, inForce: inForce.digest },
  });
}

/**
 * Refuses rules whose schedule is not the programme's, which is fixed.
 *
 * @throws SuiteError `conflict/schedule`.
 */
export function requireSchedule({ ruleSet }: KnownRuleSet, { startsAt, periodLength }: ProgramState): void {
  const { schedule } = ruleSet;
  if (Date.parse(schedule.startsAt) === startsAt * 1000 && schedule.periodLength === periodLength) return;
  throw new SuiteError({
    code: "conflict/schedule",
    message: `The rules have periods of ${schedule.periodLength} s from ${schedule.startsAt}, the programme has ${periodLength} s from ${isoTime(startsAt)}.`,
    hint: "The schedule of a programme is fixed when it is registered.",
    details: { written: schedule, registered: { startsAt, periodLength } },
  });
}

/**
 * Refuses a file of rules that is not what a digest and a row maximum stand for.
 *
 * @throws SuiteError `conflict/rule-set`.
 */
export function requireDigest({ ruleSet, digest }: KnownRuleSet, asked: string, rowMaximum: string): void {
  if (digest === asked && ruleSet.caps.rowMaximum === rowMaximum) return;
  throw new SuiteError({
    code: "conflict/rule-set",
    message: `The rules at hand have the digest ${digest} and at most ${ruleSet.caps.rowMaximum} a row; asked for are ${asked} and ${rowMaximum}.`,
    hint: "Do not sign. Ask for the rules that are meant.",
    details: { local: digest, asked, rowMaximum },
  });
}
