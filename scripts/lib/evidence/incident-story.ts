import type { Deployment } from "#lib/evidence/deployment-format";
import type { Approval } from "#lib/evidence/format";
import type { IncidentLine, IncidentStory, OverrideLine } from "#lib/evidence/incident-format";
import { ClaimError } from "#lib/evidence/report";
import { signaturesOf } from "#lib/evidence/story-signature";

interface Told {
  readonly incidents: readonly IncidentLine[];
  readonly overrides: readonly OverrideLine[];
  readonly deployments: readonly Deployment[];
  readonly approvals: readonly Approval[];
}

/** @throws ClaimError when no such incident is in the evidence. */
export function incidentStory(incidentId: string, told: Told): IncidentStory {
  const incident = told.incidents.find((item) => item.incidentId === incidentId);
  if (incident === undefined) throw new ClaimError(`the evidence knows no incident ${incidentId}`);
  const overrides = told.overrides.filter((item) => item.incidentId === incidentId);
  const fixes = told.deployments.filter(({ changeId }) => incident.fixes.some((fix) => fix.changeId === changeId));
  const acts = [
    ...incident.declarations,
    ...incident.systems.flatMap((system) => system.acts),
    ...incident.debts.filter((item) => item.act === "narrativeFiled"),
    ...overrides,
    ...overrides.flatMap(({ ended }) => ended ?? []),
  ];
  const signed = [...acts.map((item) => item.safeTxHash), ...fixes.flatMap((fix) => fix.approvals)];
  return {
    schema: "sign.evidence.incident.v1",
    incident,
    overrides,
    fixes,
    signatures: signaturesOf(signed, told.approvals),
  };
}
