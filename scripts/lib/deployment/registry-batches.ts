import { suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { conflictsOf } from "#lib/deployment/governance-checks";
import type { Governance } from "#lib/deployment/governance-schema";
import { mandateEnd } from "#lib/deployment/mandates";
import { ROLE_ADMINISTRATORS } from "#lib/permissions/permissions-table";
import { PUBLIC_ROLE, ROLE_IDS, ROLE_NAMES, type RoleName } from "#lib/permissions/roles";

/**
 * What genesis writes into the RoleRegistry and needs no address of a contract: calls by group, in order. Each group is
 * one transaction (`multicall`), so that a kill leaves no group half done.
 */
export function registryBatches(governance: Governance, startedAt: number): Record<BatchName, string[]> {
  const entityIds = new Map(governance.entities.map(({ key, id }) => [key, id]));
  const entityId = (key: string): number => entityIds.get(key) ?? 0;
  return {
    Entities: governance.entities.map(({ id, name, legalDigest }) => encode("registerEntity", [id, name, legalDigest])),
    Conflicts: conflictsOf(governance).map(([a, b]) => encode("setConflict", [ROLE_IDS[a], ROLE_IDS[b], true])),
    Labels: labelledRoles().map((role) => encode("labelRole", [ROLE_IDS[role], role])),
    Administrators: Object.entries(ROLE_ADMINISTRATORS).map(([role, administrator]) =>
      encode("setRoleAdmin", [ROLE_IDS[role as RoleName], ROLE_IDS[administrator]]),
    ),
    Operators: governance.operators.flatMap(({ account, entity, roles, mandate }) => [
      encode("bindAccount", [account, entityId(entity)]),
      ...roles.map((role) =>
        mandate === undefined
          ? encode("grantRole", [ROLE_IDS[role], account, 0])
          : encode("grantMandate", [ROLE_IDS[role], account, mandateEnd(mandate, startedAt)]),
      ),
    ]),
  };
}

export type BatchName = "Entities" | "Conflicts" | "Labels" | "Administrators" | "Operators";

/** AccessManager keeps the labels of ADMIN and PUBLIC to itself. */
export function labelledRoles(): RoleName[] {
  return ROLE_NAMES.filter((role) => ROLE_IDS[role] !== 0n && ROLE_IDS[role] !== PUBLIC_ROLE);
}

function encode(name: string, values: readonly unknown[], contract: SuiteContract = "RoleRegistry"): string {
  return suiteInterface(contract).encodeFunctionData(name, values);
}
