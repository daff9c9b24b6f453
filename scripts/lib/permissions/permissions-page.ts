import type { Access } from "#lib/permissions/access";

import { suiteContracts } from "#lib/abi/suite-interface";
import { selectorOf } from "#lib/permissions/function-mappings";
import { DEFAULT_CONFLICTS } from "#lib/permissions/conflicts";
import { PERMISSIONS, ROLE_ADMINISTRATORS } from "#lib/permissions/permissions-table";

/** `docs/reference/permissions.md`, from the table that deployment applies. */
export function permissionsPage(): string {
  return [
    "# Permissions",
    "",
    "Every function that changes state, once: who may call it, and why. Generated from",
    "`scripts/lib/permissions/permissions-table.ts` by `npm run docs:permissions`; do not edit. Deployment writes the",
    "mappings to roles into the RoleRegistry, `npx hardhat gov doctor` compares them with the chain, and the authorisation",
    "matrix in `test/typescript/scenario/authorisation-matrix.ts` tries each function as each caller.",
    "",
    "- **ADMIN** is the ChangeManager, acting for a HighRiskUpgrade change, and the Sovereign Authority's Safe behind a",
    "  delay of 14 days and with its paperwork registered (break-glass).",
    "- **CONFIG, ROUTINE_UPGRADE, HIGH_RISK_UPGRADE, BRIDGE_PARAMETER, EMERGENCY_FIX** are held by the ChangeManager",
    "  alone: a function mapped to one is reached by a change of that class and by nothing else.",
    "- **A council** speaks with its guarded Safe: role, quorum, every signer seated, one of each constituency that its",
    "  policy names.",
    "",
    ...suiteContracts.flatMap((contract) => [
      `## ${contract}`,
      "",
      "| function | selector | who | why |",
      "|---|---|---|---|",
      ...PERMISSIONS.filter((permission) => permission.contract === contract).map(
        ({ signature, access, reason }) =>
          `| \`${shortened(signature)}\` | \`${selectorOf(contract, signature)}\` | ${who(access)} | ${reason} |`,
      ),
      "",
    ]),
    "## Administrators of roles",
    "",
    "Each role is granted and revoked by ADMIN, except:",
    "",
    "| role | administered by |",
    "|---|---|",
    ...Object.entries(ROLE_ADMINISTRATORS).map(([role, administrator]) => `| ${role} | ${administrator} |`),
    "",
    "## Roles that must not meet in one legal entity",
    "",
    "| role | and |",
    "|---|---|",
    ...DEFAULT_CONFLICTS.map(([a, b]) => `| ${a} | ${b} |`),
    "",
  ].join("\n");
}

/** Structs of many fields say nothing to a reader; their selector does. */
function shortened(signature: string): string {
  const name = signature.slice(0, signature.indexOf("("));
  return signature.length > 90 ? `${name}(…)` : signature;
}

function who(access: Access): string {
  switch (access.kind) {
    case "role":
      return access.role;
    case "admin":
      return "ADMIN";
    case "role-admin":
      return "administrator of the role";
    case "council":
      return `council: ${access.roles.join(", ")}`;
    case "safe":
      return "a Safe, about itself";
    case "own":
      return "whoever it belongs to";
    case "contract":
      return access.contract;
    case "registry":
      return "the RoleRegistry";
    case "initializer":
      return "nobody, after its creation";
    case "public":
      return "anybody";
  }
}
