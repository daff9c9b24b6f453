import type { Complaint, Subject } from "#lib/deployment/doctor";

import { ROLE_ADMINISTRATORS } from "#lib/permissions/permissions-table";
import { ROLE_IDS, roleName, type RoleName } from "#lib/permissions/roles";

/** Who grants each role; ADMIN where the table names nobody, and for roles that it does not know. */
export function administratorFindings({ state }: Subject): Complaint[] {
  const wanted = new Map<bigint, bigint>();
  for (const [role, administrator] of Object.entries(ROLE_ADMINISTRATORS)) {
    wanted.set(ROLE_IDS[role as RoleName], ROLE_IDS[administrator]);
  }
  const roles = new Set([...wanted.keys(), ...state.registry.administrators.keys()]);
  return [...roles].flatMap((role) => {
    const expected = wanted.get(role) ?? ROLE_IDS.ADMIN;
    const found = state.registry.administrators.get(role) ?? ROLE_IDS.ADMIN;
    return found === expected
      ? []
      : [{ message: `${roleName(role)} is administered by ${roleName(found)}, not by ${roleName(expected)}.` }];
  });
}

/** The suite sets no guardian and no delay of AccessManager's own: the ChangeManager imposes the delays. */
export function delayFindings({ state }: Subject): Complaint[] {
  const { guardians, grantDelays, targetDelays, closedTargets } = state.registry;
  return [
    ...[...guardians]
      .filter(([, guardian]) => guardian !== ROLE_IDS.ADMIN)
      .map(([role, guardian]) => ({ message: `${roleName(role)} has the guardian ${roleName(guardian)}, not ADMIN.` })),
    ...[...grantDelays]
      .filter(([, delay]) => delay !== 0)
      .map(([role, delay]) => ({ message: `Grants of ${roleName(role)} wait ${delay} s before they take effect.` })),
    ...[...targetDelays]
      .filter(([, delay]) => delay !== 0)
      .map(([target, delay]) => ({
        message: `The administration of ${target} waits ${delay} s; no change can map or close it.`,
      })),
    ...[...closedTargets].map((target) => ({
      message: `${target} is closed: nobody may call what is mapped to a role there.`,
      severity: "warning" as const,
    })),
  ];
}
