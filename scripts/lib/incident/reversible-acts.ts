import type { IncidentAct } from "#lib/incident/acts";
import { severities, type Severity } from "#lib/incident/incident";
import type { IncidentEvent } from "#lib/incident/story";
import type { Label } from "#lib/input/parse-label";
import { ROLE_IDS } from "#lib/permissions/roles";

/**
 * Changes the severity: an operator raises it, an auditor lowers it.
 *
 * @param story What happened so far: it says which of the two this is.
 */
export function severityAct(
  incident: Label,
  severity: Severity,
  reasonDigest: string,
  story: readonly IncidentEvent[],
): IncidentAct {
  const level = severities.indexOf(severity);
  const { earlier, doneIn } = lastOf(["IncidentOpened", "SeverityChanged"], story, "SeverityChanged", {
    severity: String(level),
    reasonDigest,
  });
  const lowers = level > Number(earlier.at(-1)?.args["severity"]);
  return {
    incident,
    function: lowers ? "lowerSeverity" : "raiseSeverity",
    args: [incident.id, level, reasonDigest],
    role: lowers ? ROLE_IDS.AUDITOR : ROLE_IDS.TECHNICAL_OPERATOR,
    action: "The change of severity",
    key: `severity:${String(level)}:${reasonDigest}:${String(earlier.length)}`,
    doneIn,
  };
}

/**
 * Makes another entity responsible.
 *
 * @param entity Its number in the RoleRegistry.
 * @param story What happened so far: an entity may become responsible again.
 */
export function reassignAct(
  incident: Label,
  entity: number,
  reasonDigest: string,
  story: readonly IncidentEvent[],
): IncidentAct {
  const { earlier, doneIn } = lastOf(["IncidentAcknowledged", "IncidentReassigned"], story, "IncidentReassigned", {
    entity: String(entity),
    reasonDigest,
  });
  return {
    incident,
    function: "reassign",
    args: [incident.id, entity, reasonDigest],
    role: ROLE_IDS.AUDITOR,
    action: "The reassignment",
    key: `reassign:${String(entity)}:${reasonDigest}:${String(earlier.length)}`,
    doneIn,
  };
}

/** A step that a later one of its kind undoes is done when it is the last; what came earlier keeps a repetition apart. */
function lastOf(
  kind: readonly string[],
  story: readonly IncidentEvent[],
  name: string,
  fields: Readonly<Record<string, string>>,
): Pick<IncidentAct, "doneIn"> & { readonly earlier: readonly IncidentEvent[] } {
  const doneIn = (now: readonly IncidentEvent[]): IncidentEvent | undefined => {
    const last = now.findLast((event) => kind.includes(event.name));
    const same = Object.entries(fields).every(([field, value]) => last?.args[field] === value);
    return last?.name === name && same ? last : undefined;
  };
  const steps = story.filter((event) => kind.includes(event.name));
  return { doneIn, earlier: doneIn(story) === undefined ? steps : steps.slice(0, -1) };
}
