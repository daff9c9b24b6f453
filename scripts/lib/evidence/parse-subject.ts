import { SuiteError } from "#lib/errors/suite-error";
import type { NamedSubject } from "#lib/evidence/narrow";
import { parseLabel } from "#lib/input/parse-label";

/**
 * What somebody wants to know about, as typed; undefined for everything.
 *
 * @throws SuiteError `input/label`, `input/two-subjects`.
 */
export function parseSubject({
  incident,
  program,
}: {
  readonly incident: string;
  readonly program: string;
}): NamedSubject | undefined {
  if (incident !== "" && program !== "") {
    throw new SuiteError({
      code: "input/two-subjects",
      message: "A bundle is narrowed to one incident or to one programme.",
      hint: "Give --incident or --program, and not both.",
    });
  }
  if (incident !== "") return { kind: "incident", label: parseLabel(incident, "incident") };
  return program === "" ? undefined : { kind: "program", label: parseLabel(program, "program") };
}
