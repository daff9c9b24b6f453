import type { Fail } from "#lib/evidence/council-act";
import { textArgument } from "#lib/evidence/describe-event";
import { numberArgument } from "#lib/evidence/event-values";
import type { IncidentLine } from "#lib/evidence/incident-format";
import { severities } from "#lib/incident/incident";
import type { History, Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";

const JUDGED = [
  "IncidentAcknowledged",
  "IncidentReassigned",
  "SeverityChanged",
  "ReviewSubmitted",
  "ReviewApproved",
  "ReviewReturned",
];

/** Number of the role TECHNICAL_OPERATOR. */
const TECHNICAL_OPERATOR = 8;

/** Who answers for an incident, and that nobody who ever did judges the review, passes the incident on, or plays it down. */
export function judgeReview(step: Extract<Step, { kind: "event" }>, history: History, ledger: ClaimLedger): void {
  const { line, described } = step;
  const { contract, sequence } = line;
  if (contract !== "IncidentRegistry" || described === null || !JUDGED.includes(described.name)) return;
  const incidentId = textArgument(described, "incidentId");
  const place = { contract, sequence };
  const fail: Fail = (reason) => {
    throw new ClaimError(`${described.name} ${incidentId}: ${reason}`, place);
  };
  ledger.attempt("review", () => {
    const by = textArgument(described, "by");
    const entity = numberArgument(described, "entity");
    const bound = history.governance.entityOf(by);
    const incident = history.incidents.find(incidentId) ?? fail("is not known");
    if (described.name === "SeverityChanged") {
      if (isLowered(incident)) requireIndependent(incident, by, bound, "lowered it", fail);
      ledger.prove("review", `${described.name} ${incidentId} to ${incident.severity} by ${by}`, place);
      return;
    }
    if (described.name === "IncidentReassigned") {
      requireIndependent(incident, by, bound, "passed it on", fail);
      if (!history.governance.entityHolds(TECHNICAL_OPERATOR, entity)) fail(`entity ${entity} has no operator`);
    } else if (bound !== entity) fail(`${by} acts for entity ${String(bound)}, the event says ${entity}`);
    if (described.name === "ReviewSubmitted") {
      const responsible = incident.life.findLast((item) => item.entity !== null)?.entity ?? null;
      if (responsible !== entity) fail(`entity ${entity} was not responsible, but ${String(responsible)}`);
    } else if (described.name === "ReviewApproved" || described.name === "ReviewReturned") {
      if (incident.responsible.includes(entity)) fail(`entity ${entity} was responsible, and judged its own review`);
      requireOnTable(incident, textArgument(described, "reviewDigest"), described.name === "ReviewApproved", fail);
    }
    ledger.prove("review", `${described.name} ${incidentId} by entity ${entity}`, place);
  });
}

/** Its severity before the last change was a graver one: the first in the order is the gravest. */
function isLowered({ severities: known }: IncidentLine): boolean {
  const [former, present] = known.slice(-2).map(({ severity }) => severities.indexOf(severity));
  return former !== undefined && present !== undefined && present > former;
}

/** Whoever did it acts for an entity that never answered for the incident. */
function requireIndependent(
  { responsible }: IncidentLine,
  by: string,
  bound: number | null,
  deed: string,
  fail: Fail,
): void {
  if (bound === null) return fail(`${by} acts for no entity`);
  if (responsible.includes(bound)) fail(`entity ${bound} is or was responsible, and ${deed}`);
}

/** What is judged was submitted, is what was meant, and was neither judged nor overtaken since. */
function requireOnTable({ reviews }: IncidentLine, digest: string, final: boolean, fail: Fail): void {
  const submitted = reviews.at(-2);
  if (submitted?.step !== "submitted") return fail("no review was on the table");
  if (submitted.reviewDigest !== digest) fail(`judges ${digest}, submitted was ${submitted.reviewDigest}`);
  if (final && submitted.interim === true) fail("accepts an interim review");
}
