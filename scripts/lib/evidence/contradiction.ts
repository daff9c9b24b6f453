import { SuiteError } from "#lib/errors/suite-error";
import { ClaimError } from "#lib/evidence/report";

/** What is wrong with a node whose answers do not hold against each other. */
export function contradiction(error: unknown): SuiteError {
  return new SuiteError({
    code: "chain/contradiction",
    message: `What the node says does not fit together: ${error instanceof Error ? error.message : String(error)}.`,
    hint: "Ask another node; this one contradicts itself.",
    details: error instanceof ClaimError ? { ...error.place } : {},
    cause: error,
  });
}
