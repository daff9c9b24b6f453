import { readFileSync } from "node:fs";

import { Interface, type InterfaceAbi } from "ethers";

/** Contracts whose ABI is kept beside this file, so that scripts need no build. A test compares them with the build. */
export const suiteContracts = [
  "RoleRegistry",
  "GovernanceGuard",
  "ChangeManager",
  "OperationsLog",
  "EmergencyController",
  "IncidentRegistry",
  "KeyRegistry",
  "AccreditationRegistry",
  "CredentialLedger",
  "BridgeParameters",
  "BridgeGateway",
  "ProgramRegistry",
  "DistributionLedger",
] as const;

export type SuiteContract = (typeof suiteContracts)[number];

const cache = new Map<SuiteContract, Interface>();

/** The ABI of a contract of the suite: functions, events and every custom error that it can raise. */
export function suiteInterface(contract: SuiteContract): Interface {
  const known = cache.get(contract);
  if (known !== undefined) return known;
  const text = readFileSync(abiPath(contract), "utf8");
  const parsed = new Interface(JSON.parse(text) as InterfaceAbi);
  cache.set(contract, parsed);
  return parsed;
}

/** Where the ABI of a contract is kept. */
export function abiPath(contract: SuiteContract): URL {
  return new URL(`./${contract}.json`, import.meta.url);
}
