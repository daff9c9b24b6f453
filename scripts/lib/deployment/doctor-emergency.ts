import type { Complaint, Subject } from "#lib/deployment/doctor";

import { emergencyRows } from "#lib/deployment/plan-emergency";

/** The emergency contracts must know each other, and the systems and playbooks that the country's file promises. */
export function emergencyFindings({ governance, record, state }: Subject): Complaint[] {
  const { incidentRegistry } = state.emergency;
  const expected = record.contracts.IncidentRegistry.address;
  const complaints: Complaint[] = [];
  if (incidentRegistry !== expected) {
    complaints.push({
      message: `The EmergencyController reports incidents to ${incidentRegistry ?? "nobody"}, not to ${expected}.`,
    });
  }
  const { systems, playbooks } = emergencyRows(governance, record, state);
  for (const [wanted, found] of [systems, playbooks]) {
    for (const [subject, value] of wanted) {
      if (found.get(subject) === value) continue;
      complaints.push({
        message: `${subject} should be "${value}" and is ${found.get(subject) ?? "unset"}: see npx hardhat gov plan.`,
        severity: "warning",
      });
    }
  }
  return complaints;
}
