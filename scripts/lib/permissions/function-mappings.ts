import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";
import { SuiteError } from "#lib/errors/suite-error";
import { PERMISSIONS, type Permission } from "#lib/permissions/permissions-table";
import type { RoleName } from "#lib/permissions/roles";

/** Functions of one contract that are mapped to one role: one `setTargetFunctionRole` call. */
export interface FunctionMapping {
  readonly contract: SuiteContract;
  readonly role: RoleName;
  readonly signatures: readonly string[];
  readonly selectors: readonly string[];
}

/** What deployment writes into the RoleRegistry. Functions of ADMIN are not written: ADMIN is the default. */
export function functionMappings(): FunctionMapping[] {
  const mappings = new Map<string, { contract: SuiteContract; role: RoleName; signatures: string[] }>();
  for (const { contract, signature, access } of PERMISSIONS) {
    if (access.kind !== "role") continue;
    const key = `${contract} ${access.role}`;
    const mapping = mappings.get(key) ?? { contract, role: access.role, signatures: [] };
    mapping.signatures.push(signature);
    mappings.set(key, mapping);
  }
  return [...mappings.values()].map((mapping) => ({
    ...mapping,
    selectors: mapping.signatures.map((signature) => selectorOf(mapping.contract, signature)),
  }));
}

/** Functions that change state and have no entry, and entries that have no function. Both must be empty. */
export function tableGaps(): { missing: string[]; obsolete: string[] } {
  const inAbi = new Set(suiteContracts.flatMap(stateChanging));
  const inTable = new Set(PERMISSIONS.map(nameOf));
  return {
    missing: [...inAbi].filter((name) => !inTable.has(name)),
    obsolete: [...inTable].filter((name) => !inAbi.has(name)),
  };
}

export function selectorOf(contract: SuiteContract, signature: string): string {
  const fragment = suiteInterface(contract).getFunction(signature);
  if (fragment !== null) return fragment.selector;
  throw new SuiteError({
    code: "conflict/permissions-table",
    message: `The permissions table names ${contract}.${signature}, which the contract does not have.`,
    hint: "Correct scripts/lib/permissions/permissions-table.ts.",
  });
}

function stateChanging(contract: SuiteContract): string[] {
  const names: string[] = [];
  suiteInterface(contract).forEachFunction((fragment) => {
    if (!fragment.constant) names.push(`${contract}.${fragment.format("sighash")}`);
  });
  return names;
}

function nameOf({ contract, signature }: Permission): string {
  return `${contract}.${signature}`;
}
