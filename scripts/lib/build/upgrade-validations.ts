import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import {
  getErrors,
  getStorageLayout,
  getUnlinkedBytecode,
  getVersion,
  isCurrentValidationData,
  withValidationDefaults,
  type StorageLayout,
  type ValidationData,
} from "@openzeppelin/upgrades-core";

import type { BuiltContract } from "#lib/build/project-contracts";
import { SuiteError } from "#lib/errors/suite-error";

/** What OpenZeppelin's validator found while the contracts were compiled; its Hardhat plugin keeps it in the cache. */
export function readUpgradeValidations(cache: string): ValidationData {
  const file = path.join(cache, "validations.json");
  const data: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  if (!isCurrentValidationData(data as ValidationData)) {
    throw new SuiteError({
      code: "input/not-built",
      message: `${file} does not hold the upgrade validations of this build.`,
      hint: "Run: npx hardhat build --force",
    });
  }
  return data as ValidationData;
}

/** The storage layout of exactly this bytecode, namespaces included. */
export function storageLayoutOf(validations: ValidationData, contract: BuiltContract): StorageLayout {
  return getStorageLayout(validations, versionOf(validations, contract));
}

/** What makes this bytecode unsafe behind a UUPS proxy; exceptions are written in the source beside their reason. */
export function upgradeErrorsOf(validations: ValidationData, contract: BuiltContract): ReturnType<typeof getErrors> {
  return getErrors(validations, versionOf(validations, contract), withValidationDefaults({ kind: "uups" }));
}

function versionOf(validations: ValidationData, { bytecode }: BuiltContract): ReturnType<typeof getVersion> {
  return getVersion(getUnlinkedBytecode(validations, bytecode), bytecode);
}
