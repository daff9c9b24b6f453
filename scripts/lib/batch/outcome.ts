import type { Outcome } from "#lib/batch/acts";
import { parseChoice } from "#lib/input/parse-choice";

/** How an exception is decided. @throws SuiteError `input/outcome`. */
export function parseOutcome(value: string): Outcome {
  return parseChoice(value, ["Upheld", "Dismissed"], "outcome");
}
