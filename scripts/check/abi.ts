/**
 * `npm run check:abi [-- --update]`: compares the ABIs that scripts use with the build, and the tables of the verifier in
 * Python with both, so that none moves unasked.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { argv, stderr } from "node:process";

import { abiPath, suiteContracts, type SuiteContract } from "#lib/abi/suite-interface";
import { updateVerifierTables, verifierTablesHold } from "#lib/evidence/verifier-tables";

interface AbiItem {
  readonly type: string;
}

const sources: Readonly<Record<SuiteContract, string>> = {
  RoleRegistry: "access/RoleRegistry.sol",
  GovernanceGuard: "safe/GovernanceGuard.sol",
  ChangeManager: "change/ChangeManager.sol",
  OperationsLog: "operations/OperationsLog.sol",
  EmergencyController: "emergency/EmergencyController.sol",
  IncidentRegistry: "emergency/IncidentRegistry.sol",
  KeyRegistry: "operations/KeyRegistry.sol",
  AccreditationRegistry: "identity/AccreditationRegistry.sol",
  CredentialLedger: "identity/CredentialLedger.sol",
  BridgeParameters: "bridge/BridgeParameters.sol",
  BridgeGateway: "bridge/BridgeGateway.sol",
  ProgramRegistry: "program/ProgramRegistry.sol",
  DistributionLedger: "program/DistributionLedger.sol",
};

/** Contracts that another one creates for itself: what they refuse is raised by that one. */
const judges: Partial<Readonly<Record<SuiteContract, readonly string[]>>> = {
  ChangeManager: ["change/ChangeRules", "change/PolicyFloors"],
};

const update = argv.includes("--update");
const moved: string[] = [];
for (const contract of suiteContracts) {
  const built = `${JSON.stringify(withErrors(contract), null, 2)}\n`;
  if (update) writeFileSync(abiPath(contract), built);
  else if (readFileSync(abiPath(contract), "utf8") !== built) moved.push(contract);
}
if (update) updateVerifierTables();
else if (!verifierTablesHold()) {
  stderr.write("✗ The tables in scripts/evidence-verify.py moved: run npm run check:abi -- --update and commit.\n");
  process.exitCode = 1;
}
if (moved.length > 0) {
  stderr.write(`✗ ABI moved: ${moved.join(", ")}. If this is meant, run npm run check:abi -- --update and commit.\n`);
  process.exitCode = 1;
}

/** The ABI of the build, with the errors of the contracts that judge for it, each once. */
function withErrors(contract: SuiteContract): AbiItem[] {
  const items = builtAbi(sources[contract], contract);
  const known = new Set(items.map((item) => JSON.stringify(item)));
  for (const judge of judges[contract] ?? []) {
    for (const item of builtAbi(`${judge}.sol`, judge.split("/").at(-1) ?? judge)) {
      if (item.type !== "error" || known.has(JSON.stringify(item))) continue;
      known.add(JSON.stringify(item));
      items.push(item);
    }
  }
  return items;
}

function builtAbi(source: string, contract: string): AbiItem[] {
  const artifact = new URL(`../../artifacts/contracts/${source}/${contract}.json`, import.meta.url);
  return (JSON.parse(readFileSync(artifact, "utf8")) as { abi: AbiItem[] }).abi;
}
