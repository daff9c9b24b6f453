import { getAddress, keccak256, type Provider } from "ethers";

import { suiteContracts } from "#lib/abi/suite-interface";
import { contractsRecordSchema, type ContractsRecord } from "#lib/deployment/contracts-record";
import { councils } from "#lib/deployment/governance-checks";
import type { Governance } from "#lib/deployment/governance-schema";
import { COUNCIL_ROLES } from "#lib/permissions/roles";
import { SAFE_CONTRACT_NAMES } from "#lib/safe/safe-contracts";

/** ERC-1967. */
const IMPLEMENTATION_SLOT = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbcn;

export interface DeploymentRecordParameters {
  readonly governance: Governance;
  readonly provider: Provider;
  readonly addressOf: (future: string) => string;
  readonly startBlock: number;
}

/** What a finished deployment leaves behind, with code hashes as the chain has them. */
export async function deploymentRecord(parameters: DeploymentRecordParameters): Promise<ContractsRecord> {
  const { governance, provider, addressOf, startBlock } = parameters;
  const contracts = await Promise.all(
    suiteContracts.map(async (name) => [name, await describeContract(provider, addressOf(name))] as const),
  );
  const safeContracts = SAFE_CONTRACT_NAMES.map((name) => [name, addressOf(`Safe_${name}`)] as const);
  const shared = Object.fromEntries(safeContracts) as Record<(typeof SAFE_CONTRACT_NAMES)[number], string>;
  const safes = councils(governance).map(([key, { seats, threshold, saltNonce }], index) => [
    key,
    {
      address: addressOf(`Council_${key}`),
      councilId: index + 1,
      role: COUNCIL_ROLES[key],
      birth: {
        factory: shared.proxyFactory,
        singleton: shared.singleton,
        owners: seats.map((seat) => seat.owner),
        threshold,
        fallbackHandler: shared.fallbackHandler,
        saltNonce,
      },
    },
  ]);
  const record: unknown = {
    schema: "sign.contracts.v1",
    chainId: governance.chainId,
    deployedAtBlock: startBlock + 1,
    contracts: Object.fromEntries(contracts) as unknown,
    safes: Object.fromEntries(safes) as unknown,
    safeContracts: { ...shared, guardedSetup: addressOf("GuardedSafeSetup") },
    guardedSetupCodehash: keccak256(await provider.getCode(addressOf("GuardedSafeSetup"))),
  };
  return contractsRecordSchema.parse(record);
}

/** Address and code of a contract, and of the implementation behind it when it is a proxy. */
export async function describeContract(
  provider: Provider,
  address: string,
): Promise<Omit<ContractsRecord["contracts"]["RoleRegistry"], "history">> {
  const [code, slot] = await Promise.all([
    provider.getCode(address),
    provider.getStorage(address, IMPLEMENTATION_SLOT),
  ]);
  const implementation = BigInt(slot) === 0n ? null : getAddress(`0x${slot.slice(26)}`);
  return {
    address,
    implementation,
    codehash: keccak256(code),
    implementationCodehash: implementation === null ? null : keccak256(await provider.getCode(implementation)),
  };
}
