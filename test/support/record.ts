import { ZeroHash, getAddress, toBeHex } from "ethers";
import hre from "hardhat";

import { suiteContracts } from "#lib/abi/suite-interface";
import { contractsRecordSchema, type ContractsRecord } from "#lib/deployment/contracts-record";

/** An address that is easy to tell apart. */
export function anAddress(index: number): string {
  return getAddress(toBeHex(0xa000 + index, 20));
}

/** A record of a deployment that exists on no chain, for what needs none. */
export function paperRecord(): ContractsRecord {
  const contract = (index: number): object => ({
    address: anAddress(index),
    implementation: null,
    codehash: ZeroHash,
    implementationCodehash: null,
  });
  const safe = (councilId: number): object => ({
    address: anAddress(20 + councilId),
    councilId,
    role: "",
    birth: {
      factory: anAddress(30),
      singleton: anAddress(31),
      owners: [],
      threshold: 2,
      fallbackHandler: anAddress(32),
      saltNonce: "1",
    },
  });
  const names = ["singleton", "proxyFactory", "multiSend", "multiSendCallOnly", "fallbackHandler"];
  const more = ["signMessageLib", "createCall", "simulateTxAccessor", "guardedSetup"];
  return contractsRecordSchema.parse({
    schema: "sign.contracts.v1",
    chainId: 31337,
    deployedAtBlock: 0,
    contracts: Object.fromEntries(suiteContracts.map((name, index) => [name, contract(index + 1)])),
    safes: { technical: safe(1), governance: safe(2), emergency: safe(3), sovereign: safe(4), program: safe(5) },
    safeContracts: Object.fromEntries([...names, ...more].map((name, index) => [name, anAddress(50 + index)])),
  });
}

/** Puts code where the paper record has the suite, on this process's chain: some that answers nothing, or none. */
export async function putCode(code: string): Promise<void> {
  const { provider } = await hre.network.getOrCreate();
  const { contracts, safes } = paperRecord();
  for (const { address } of [...Object.values(contracts), ...Object.values(safes)]) {
    await provider.request({ method: "hardhat_setCode", params: [address, code] });
  }
}
