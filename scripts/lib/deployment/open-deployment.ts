import type { BrowserProvider, Provider } from "ethers";

import type { RequestProvider } from "#lib/chain/connection";
import type { ChainState } from "#lib/deployment/chain-state";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { Governance } from "#lib/deployment/governance-schema";

import { ethersProvider, requireChain } from "#lib/chain/connection";
import { explainFailure } from "#lib/chain/explain-failure";
import { readChainState } from "#lib/deployment/chain-state";
import { readContractsRecord } from "#lib/deployment/contracts-record";
import { readGovernance } from "#lib/deployment/governance-schema";
import { SuiteError } from "#lib/errors/suite-error";

export interface OpenDeployment {
  readonly governance: Governance;
  readonly record: ContractsRecord;
  readonly provider: BrowserProvider;
  readonly state: ChainState;
}

/**
 * Reads a deployment's files and what its chain says.
 *
 * @throws SuiteError `input/…` for the files, `chain/…` for the node, `conflict/not-deployed` when the chain has no code
 * where the record says.
 */
export async function openDeployment(directory: string, rpc: RequestProvider): Promise<OpenDeployment> {
  const governance = readGovernance(directory);
  const record = readContractsRecord(directory);
  if (record.chainId !== governance.chainId) {
    throw new SuiteError({
      code: "conflict/chain-id",
      message: `governance.json is for chain ${governance.chainId}, contracts.json for chain ${record.chainId}.`,
      hint: "Restore the two files of one deployment.",
    });
  }
  await requireChain(rpc, record.chainId, "contracts.json");
  const provider = ethersProvider(rpc, record.chainId);
  try {
    await requireDeployed(provider, record);
    return { governance, record, provider, state: await readChainState(provider, record, governance.deployer) };
  } catch (error) {
    provider.destroy();
    throw explainFailure(error);
  }
}

/**
 * Refuses a chain without code where the record says that there is some: there, every read would be empty and every call
 * would succeed.
 *
 * @throws SuiteError `conflict/not-deployed`.
 */
export async function requireDeployed(provider: Provider, record: ContractsRecord): Promise<void> {
  const recorded = Object.entries({ ...record.contracts, ...record.safes });
  const codes = await Promise.all(recorded.map(({ 1: { address } }) => provider.getCode(address)));
  for (const [index, [name, { address }]] of recorded.entries()) {
    if (codes[index] !== "0x") continue;
    throw new SuiteError({
      code: "conflict/not-deployed",
      message: `The chain has no code at ${address}, where contracts.json has ${name}.`,
      hint: "The node may serve another chain with the same id, or a local chain that was restarted.",
      details: { name, address },
    });
  }
}
