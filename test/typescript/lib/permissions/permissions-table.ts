import { readFileSync } from "node:fs";

import { expect } from "chai";

import { functionMappings, tableGaps } from "#lib/permissions/function-mappings";
import { permissionsPage } from "#lib/permissions/permissions-page";
import { PERMISSIONS } from "#lib/permissions/permissions-table";
import { CAPABILITY_ROLES, CONSTITUENCY_IDS, ROLE_IDS } from "#lib/permissions/roles";

const CORE: ReadonlySet<string> = new Set([
  "RoleRegistry",
  "GovernanceGuard",
  "ChangeManager",
  "EmergencyController",
  "IncidentRegistry",
]);

describe("permissions table", () => {
  it("has every function that changes state exactly once", () => {
    expect(tableGaps()).to.deep.equal({ missing: [], obsolete: [] });
    const names = PERMISSIONS.map(({ contract, signature }) => `${contract}.${signature}`);
    expect(new Set(names).size).to.equal(names.length);
  });

  it("gives a reason for each", () => {
    for (const { signature, reason } of PERMISSIONS) expect(reason, signature).to.match(/^[A-Z].{10,}\.$/);
  });

  it("maps functions of the registry to nobody but ADMIN", () => {
    expect(functionMappings().filter(({ contract }) => contract === "RoleRegistry")).to.deep.equal([]);
  });

  it("lets the upgrade of core contracts with ADMIN", () => {
    const upgrades = PERMISSIONS.filter(({ signature }) => signature.startsWith("upgradeToAndCall("));
    for (const { contract, access } of upgrades) {
      expect(access.kind, contract).to.equal(CORE.has(contract) ? "admin" : "role");
    }
    expect(upgrades.map(({ contract }) => contract)).to.include.members(["RoleRegistry", "ChangeManager"]);
  });

  it("maps of the core contracts to operators' roles only what decides nothing by itself", () => {
    const operators = functionMappings().filter(
      ({ contract, role }) => CORE.has(contract) && !CAPABILITY_ROLES.some((capability) => capability === role),
    );
    const names = new Map<string, string[]>();
    for (const { contract, signatures } of operators) {
      const known = names.get(contract) ?? [];
      names.set(contract, [...known, ...signatures.map((signature) => signature.split("(")[0] ?? "")].sort());
    }
    expect(Object.fromEntries(names)).to.deep.equal({
      ChangeManager: ["acknowledge", "execute", "object", "propose"],
      IncidentRegistry: [
        "acceptReview",
        "acknowledge",
        "fileReview",
        "lowerSeverity",
        "mitigate",
        "nameKey",
        "open",
        "publishStatement",
        "raiseSeverity",
        "reassign",
        "rejectReview",
        "report",
        "resolve",
      ],
    });
  });

  it("is what the permissions page shows", () => {
    expect(readFileSync("docs/reference/permissions.md", "utf8")).to.equal(permissionsPage());
  });
});

describe("roles and constituencies", () => {
  it("have the ids of the contracts", () => {
    expect(constantsOf("contracts/access/Roles.sol", "uint64")).to.deep.equal({ ...ROLE_IDS, LIMIT: 256n });
    const constituencies = Object.entries(CONSTITUENCY_IDS).map(([name, id]) => [name, BigInt(id)]);
    expect(constantsOf("contracts/access/Constituencies.sol", "uint8")).to.deep.equal({
      ...(Object.fromEntries(constituencies) as Record<string, bigint>),
      LIMIT: 32n,
    });
  });
});

function constantsOf(path: string, type: string): Record<string, bigint> {
  const pattern = new RegExp(`${type} internal constant (\\w+) = (\\d+);`, "g");
  const found = [...readFileSync(path, "utf8").matchAll(pattern)];
  return Object.fromEntries(found.map(([, name = "", value = "0"]) => [name, BigInt(value)]));
}
