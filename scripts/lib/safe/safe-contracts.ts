import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { getCreate2Address, keccak256, toBeHex, type InterfaceAbi, type Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";

import { SuiteError } from "#lib/errors/suite-error";

/** Where each of Safe's contracts lies in the official package, below `build/artifacts/contracts`. */
const ARTIFACTS = {
  singleton: "SafeL2.sol/SafeL2",
  proxyFactory: "proxies/SafeProxyFactory.sol/SafeProxyFactory",
  multiSend: "libraries/MultiSend.sol/MultiSend",
  multiSendCallOnly: "libraries/MultiSendCallOnly.sol/MultiSendCallOnly",
  fallbackHandler: "handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler",
  signMessageLib: "libraries/SignMessageLib.sol/SignMessageLib",
  createCall: "libraries/CreateCall.sol/CreateCall",
  simulateTxAccessor: "accessors/SimulateTxAccessor.sol/SimulateTxAccessor",
} as const;

/** The proxy that the factory deploys; never deployed by itself. */
const PROXY_ARTIFACT = "proxies/SafeProxy.sol/SafeProxy";

/** Safe's deployer on public chains; it uses salt 0. */
const SINGLETON_FACTORY = "0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7";

export type SafeContractName = keyof typeof ARTIFACTS;

export const SAFE_CONTRACT_NAMES = Object.keys(ARTIFACTS) as SafeContractName[];

/** A build artifact of Safe's package, of the form that Hardhat and Ignition read. */
export interface OfficialArtifact {
  readonly _format: string;
  readonly contractName: string;
  readonly sourceName: string;
  readonly abi: InterfaceAbi & readonly object[];
  readonly bytecode: string;
  readonly deployedBytecode: string;
  readonly linkReferences: Record<string, never>;
  readonly deployedLinkReferences: Record<string, never>;
}

/** The official build of one of Safe's contracts. */
export function safeArtifact(name: SafeContractName): OfficialArtifact {
  return readArtifact(ARTIFACTS[name]);
}

/** Code hash of every genuine SafeProxy; what the guard pins. */
export function safeProxyCodehash(): string {
  return keccak256(readArtifact(PROXY_ARTIFACT).deployedBytecode);
}

/** Where Safe deploys a contract on public chains. */
export function usualAddress(name: SafeContractName): string {
  return getCreate2Address(SINGLETON_FACTORY, toBeHex(0, 32), keccak256(safeArtifact(name).bytecode));
}

/** Whether `code`, found at `address`, is the official one. */
export function isOfficialCode(name: SafeContractName, address: string, code: string): boolean {
  // Some of them hold their own address as an immutable, which the artifact leaves at zero.
  const normalised = code.toLowerCase().replaceAll(address.slice(2).toLowerCase(), "0".repeat(40));
  return normalised === safeArtifact(name).deployedBytecode.toLowerCase();
}

/**
 * Looks for Safe's contracts on a chain: where `given` says, else at their usual addresses. Missing ones are left out
 * and must be deployed.
 *
 * @throws SuiteError `conflict/safe-contract` when a given address holds other code.
 */
export async function findSafeContracts(
  provider: Provider,
  given: Readonly<Record<string, string>>,
): Promise<Partial<Record<SafeContractName, string>>> {
  const found: Partial<Record<SafeContractName, string>> = {};
  await Promise.all(
    SAFE_CONTRACT_NAMES.map(async (name) => {
      const address = given[name] ?? usualAddress(name);
      if (isOfficialCode(name, address, await provider.getCode(address))) found[name] = address;
      else if (given[name] !== undefined) throw otherCode(name, address);
    }),
  );
  return found;
}

/** All of them, from a record. */
export function safeContractsOf(record: ContractsRecord): Record<SafeContractName, string> {
  return record.safeContracts;
}

const cache = new Map<string, OfficialArtifact>();

function readArtifact(path: string): OfficialArtifact {
  const known = cache.get(path);
  if (known !== undefined) return known;
  const file = createRequire(import.meta.url).resolve(
    `@safe-global/safe-smart-account/build/artifacts/contracts/${path}.json`,
  );
  const artifact = JSON.parse(readFileSync(file, "utf8")) as OfficialArtifact;
  cache.set(path, artifact);
  return artifact;
}

function otherCode(name: SafeContractName, address: string): SuiteError {
  return new SuiteError({
    code: "conflict/safe-contract",
    message: `${address} does not hold Safe's official ${name}.`,
    hint: "Correct safeContracts in governance.json, or leave it out to have the contract deployed.",
    details: { name, address },
  });
}
