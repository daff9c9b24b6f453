import type { Complaint, Subject } from "#lib/deployment/doctor";

import { ROLE_IDS, roleName, SHARED_ROLES } from "#lib/permissions/roles";

const WARN_BEFORE = 30 * 86_400;

/** Mandates that have ended or soon will, and suspended accounts. */
export function mandateFindings({ state }: Subject): Complaint[] {
  const complaints: Complaint[] = [];
  for (const [role, holders] of state.registry.grants) {
    for (const [account, { until }] of holders) {
      const subject = `The mandate of ${account} as ${roleName(role)}`;
      const date = new Date(until * 1000).toISOString();
      if (until === 0 || until > state.timestamp + WARN_BEFORE) continue;
      if (until <= state.timestamp) complaints.push({ message: `${subject} ended on ${date}.` });
      else complaints.push({ message: `${subject} ends on ${date}, in less than 30 days.`, severity: "warning" });
    }
  }
  for (const [account, until] of state.registry.suspensions) {
    if (until <= state.timestamp) continue;
    complaints.push({
      message: `The roles of ${account} are suspended until ${new Date(until * 1000).toISOString()}.`,
      severity: "warning",
    });
  }
  return complaints;
}

/** A change needs a proposer and an executor; each role must be in force at two entities, so that no one key stops all. */
export function sharedRoleFindings({ state }: Subject): Complaint[] {
  const { grants, bindings, suspensions } = state.registry;
  return SHARED_ROLES.flatMap((role) => {
    const inForce = [...(grants.get(ROLE_IDS[role]) ?? [])].filter(
      ([account, { until }]) =>
        (until === 0 || until > state.timestamp) && (suspensions.get(account) ?? 0) <= state.timestamp,
    );
    const entities = new Set(inForce.map(([account]) => bindings.get(account)));
    return entities.size >= 2
      ? []
      : [{ message: `${role} is in force at ${entities.size} entities, not at two: one key could stop all changes.` }];
  });
}
