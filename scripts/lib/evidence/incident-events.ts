import { textArgument } from "#lib/evidence/describe-event";
import { actOf, named, numberArgument } from "#lib/evidence/event-values";
import type { IncidentLine } from "#lib/evidence/incident-format";
import type { IncidentHistory, Recorded } from "#lib/evidence/incident-history";
import { audiences, incidentStatuses, isSevere, severities } from "#lib/incident/incident";

/** Takes note of an event of the IncidentRegistry; settings are of no incident. */
export function applyRegistryEvent(history: IncidentHistory, recorded: Recorded): void {
  const { event, log } = recorded;
  const incidentId = textArgument(event, "incidentId");
  if (incidentId === "") return;
  const incident = history.of(incidentId);
  const act = actOf(recorded);
  const by = textArgument(event, "by");
  switch (event.name) {
    case "IncidentOpened":
      incident.openedBlock = log.blockNumber;
      live(incident, recorded, "opened", "reportDigest");
      setSeverity(incident, recorded, "reportDigest");
      return;
    case "IncidentDeclared":
      live(incident, recorded, "declared", "reasonDigest");
      return;
    case "IncidentAcknowledged":
      live(incident, recorded, "acknowledged", null);
      makeResponsible(incident, numberArgument(event, "entity"));
      return;
    case "IncidentReassigned":
      live(incident, recorded, "reassigned", "reasonDigest");
      makeResponsible(incident, numberArgument(event, "entity"));
      return;
    case "IncidentMitigated":
      live(incident, recorded, "mitigated", "digest");
      return;
    case "IncidentResolved":
      live(incident, recorded, "resolved", "digest");
      return;
    case "SeverityChanged":
      changeSeverity(history, incident, recorded);
      return;
    case "StatementPublished": {
      const audience = named(audiences, numberArgument(event, "audience"));
      incident.statements.push({ audience, by, digest: textArgument(event, "digest"), ...act });
      return;
    }
    case "KeyNamed":
      incident.keys.push({ keyId: textArgument(event, "keyId"), by, ...act });
      return;
    case "ReviewSubmitted":
      reviewed(incident, recorded, "submitted", null);
      return;
    case "ReviewApproved":
      reviewed(incident, recorded, "approved", "opinionDigest");
      if (incident.status === "Resolved") incident.status = "Reviewed";
      return;
    case "ReviewReturned":
      reviewed(incident, recorded, "returned", "reasonDigest");
      return;
    case "ReviewOvertaken":
      reviewed(incident, recorded, "overtaken", null);
      if (incident.debt === "filed") incident.debt = "owed";
      for (const override of history.overrides) {
        if (override.incidentId === incidentId && override.debt === "filed") override.debt = "owed";
      }
      return;
    default:
  }
}

/** Status after each step that changes it. */
const STATUS: Partial<Record<IncidentLine["life"][number]["step"], IncidentLine["status"]>> = {
  opened: incidentStatuses[1],
  acknowledged: incidentStatuses[2],
  mitigated: incidentStatuses[3],
  resolved: incidentStatuses[4],
};

function live(
  incident: IncidentLine,
  recorded: Recorded,
  step: IncidentLine["life"][number]["step"],
  digestName: string | null,
): void {
  const { event } = recorded;
  incident.status = STATUS[step] ?? incident.status;
  incident.life.push({
    step,
    by: textArgument(event, step === "declared" ? "safe" : "by"),
    entity: event.args["entity"] === undefined ? null : numberArgument(event, "entity"),
    digest: digestName === null ? null : textArgument(event, digestName),
    ...actOf(recorded),
  });
}

function changeSeverity(history: IncidentHistory, incident: IncidentLine, recorded: Recorded): void {
  const wasSevere = isSevere(incident.severity);
  setSeverity(incident, recorded, "reasonDigest");
  if (wasSevere && !isSevere(incident.severity)) history.lowered(recorded.log.timestamp);
}

function setSeverity(incident: IncidentLine, recorded: Recorded, digestName: string): void {
  const { event } = recorded;
  incident.severity = named(severities, numberArgument(event, "severity"));
  const [by, digest] = [textArgument(event, "by"), textArgument(event, digestName)];
  incident.severities.push({ severity: incident.severity, by, digest, ...actOf(recorded) });
}

function makeResponsible(incident: IncidentLine, entity: number): void {
  if (!incident.responsible.includes(entity)) incident.responsible.push(entity);
}

function reviewed(
  incident: IncidentLine,
  recorded: Recorded,
  step: IncidentLine["reviews"][number]["step"],
  digestName: string | null,
): void {
  const { event } = recorded;
  const interim = event.args["interim"];
  incident.reviews.push({
    step,
    reviewDigest: textArgument(event, "reviewDigest"),
    by: step === "overtaken" ? null : textArgument(event, "by"),
    entity: step === "overtaken" ? null : numberArgument(event, "entity"),
    interim: typeof interim === "boolean" ? interim : null,
    digest: digestName === null ? null : textArgument(event, digestName),
    ...actOf(recorded),
  });
}
