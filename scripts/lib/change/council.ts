import type { CouncilName } from "#lib/deployment/contracts-record";

import { parseChoice } from "#lib/input/parse-choice";

const councils = ["technical", "governance", "emergency", "sovereign"] as const satisfies readonly CouncilName[];

/**
 * The council that a person named.
 *
 * @throws SuiteError `input/council`.
 */
export function parseCouncil(value: string): CouncilName {
  return parseChoice(value, councils, "council");
}
