import type { Approval } from "#lib/evidence/format";
import type { Deployment } from "#lib/evidence/deployment-format";
import type { IncidentLine, IncidentStory, OverrideLine } from "#lib/evidence/incident-format";
import { ClaimError } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";

/** Contracts without which nobody could judge an incident. Their events grow with governance, not with daily business. */
export const neededWhenNarrowed: readonly string[] = [
  "RoleRegistry",
  "GovernanceGuard",
  "ChangeManager",
  "EmergencyController",
  "IncidentRegistry",
  "KeyRegistry",
];

/** The one incident that a bundle tells of, and the contracts left out for it. */
export interface Narrowed {
  readonly incidentId: string;
  readonly omitted: readonly string[];
}

export function narrowTo(incidentId: string, trust: Trust): Narrowed {
  return {
    incidentId,
    omitted: Object.keys(trust.contracts)
      .filter((name) => !neededWhenNarrowed.includes(name))
      .sort(),
  };
}

/** The trust that a narrowed bundle is judged by: what was left out proves nothing and is asked for nothing. */
export function narrowTrust(trust: Trust, { omitted }: Narrowed): Trust {
  const kept = Object.entries(trust.contracts).filter(([name]) => !omitted.includes(name));
  return { ...trust, contracts: Object.fromEntries(kept) };
}

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
  const signed = new Set([...acts.map((item) => item.safeTxHash), ...fixes.flatMap((fix) => fix.approvals)]);
  return {
    schema: "sign.evidence.incident.v1",
    incident,
    overrides,
    fixes,
    signatures: told.approvals.filter(({ safeTxHash }) => signed.has(safeTxHash)).map(signatureOf),
  };
}

function signatureOf({
  safeTxHash,
  council,
  nonce,
  timestamp,
  records,
}: Approval): IncidentStory["signatures"][number] {
  const signers = records.map(({ signer, seat }) => ({
    signer,
    entity: seat?.entity ?? null,
    constituency: seat?.constituency ?? null,
  }));
  return { safeTxHash, council, nonce, time: timestamp, signers };
}
