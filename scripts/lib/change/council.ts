import type { CouncilName } from "#lib/deployment/contracts-record";

import { parseChoice } from "#lib/input/parse-choice";

const changeCouncils = ["technical", "governance", "emergency", "sovereign"] as const satisfies readonly CouncilName[];

/** A council that has a say in changes. */
export type ChangeCouncil = (typeof changeCouncils)[number];

/**
 * The council that a person named, of those that have a say in changes.
 *
 * @throws SuiteError `input/council`.
 */
export function parseChangeCouncil(value: string): ChangeCouncil {
  return parseChoice(value, changeCouncils, "council");
}

/**
 * The council that a person named.
 *
 * @throws SuiteError `input/council`.
 */
export function parseCouncil(value: string): CouncilName {
  return parseChoice(value, [...changeCouncils, "program"], "council");
}
