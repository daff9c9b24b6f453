import { existsSync } from "node:fs";
import { join } from "node:path";

import { keccak256, type Provider } from "ethers";

import type { RequestProvider } from "#lib/chain/connection";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { Governance } from "#lib/deployment/governance-schema";

import { suiteContracts } from "#lib/abi/suite-interface";
import { ethersProvider, requireChain } from "#lib/chain/connection";
import { explainFailure } from "#lib/chain/explain-failure";
import { readChainState } from "#lib/deployment/chain-state";
import { contractsRecordPath, readContractsRecord, type CouncilName } from "#lib/deployment/contracts-record";
import { ignitionDirectory } from "#lib/deployment/genesis-journal";
import { requireDeployed } from "#lib/deployment/open-deployment";
import { SuiteError } from "#lib/errors/suite-error";
import { safeProxyCodehash } from "#lib/safe/safe-contracts";

/**
 * The deployment that a folder records, when this machine has no journal of it: in a clone, the journal is missing and
 * contracts.json is not. The record is compared with the chain; a second suite must never come of it. Undefined when there is
 * no record, or a journal that says better what is done.
 *
 * @throws SuiteError `input/…` for the file, `chain/…` for the node, `conflict/chain-id`, `conflict/not-deployed` or
 * `conflict/other-deployment` when the chain contradicts the record.
 */
export async function existingDeployment(
  directory: string,
  governance: Governance,
  rpc: RequestProvider,
): Promise<ContractsRecord | undefined> {
  if (!existsSync(contractsRecordPath(directory))) return undefined;
  if (existsSync(join(ignitionDirectory(directory), "journal.jsonl"))) return undefined;
  const record = readContractsRecord(directory);
  await requireChain(rpc, governance.chainId, "governance.json");
  if (record.chainId !== governance.chainId) {
    throw contradiction("conflict/chain-id", `it is for chain ${record.chainId}, governance.json for another`);
  }
  const provider = ethersProvider(rpc, record.chainId);
  try {
    await requireDeployed(provider, record);
    await requireSameCode(provider, record);
    const state = await readChainState(provider, record, governance.deployer);
    for (const name of suiteContracts) {
      const { authority } = state.contracts[name];
      if (authority !== record.contracts.RoleRegistry.address) {
        throw contradiction(OTHER, `${name} obeys ${authority}, not the recorded RoleRegistry`);
      }
    }
    for (const [name, { councilId }] of Object.entries(record.safes)) {
      const council = state.councils[name as CouncilName];
      if (council.councilId !== councilId) {
        throw contradiction(OTHER, `the guard knows the ${name} Safe by id ${council.councilId}, not ${councilId}`);
      }
    }
    if (!state.registry.genesisClosed) throw contradiction(OTHER, "its genesis is still open");
    return record;
  } catch (error) {
    throw explainFailure(error);
  } finally {
    provider.destroy();
  }
}

/** Asks for code only: what is another contract may answer nothing else. */
async function requireSameCode(provider: Provider, record: ContractsRecord): Promise<void> {
  for (const [name, { address, codehash }] of Object.entries(record.contracts)) {
    if (keccak256(await provider.getCode(address)) !== codehash) throw contradiction(OTHER, `${name} has other code`);
  }
  for (const { address } of Object.values(record.safes)) {
    if (keccak256(await provider.getCode(address)) !== safeProxyCodehash()) {
      throw contradiction(OTHER, `${address} is no genuine Safe`);
    }
  }
}

const OTHER = "conflict/other-deployment";

function contradiction(code: "conflict/chain-id" | typeof OTHER, what: string): SuiteError {
  return new SuiteError({
    code,
    message: `contracts.json contradicts the chain: ${what}.`,
    hint: "Restore the contracts.json of this deployment. Only if that chain is gone for good, remove it and deploy anew.",
  });
}
