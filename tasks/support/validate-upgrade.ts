import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import { upgrades } from "@openzeppelin/hardhat-upgrades";
import { ContractFactory, Interface, type InterfaceAbi } from "ethers";

import type { OpenSuite } from "./suite-connection.ts";

import type { SuiteContract } from "#lib/abi/suite-interface";
import { requireRunning, type CompiledContract } from "#lib/change/upgrade";
import { SuiteError } from "#lib/errors/suite-error";

/** Names of the contracts of an upgrade. */
export interface UpgradeNames {
  readonly proxy: SuiteContract;
  readonly current: string;
  readonly next: string;
}

/**
 * Validates storage layouts in both directions, because a rollback is an upgrade too, against the code that really runs.
 *
 * @throws SuiteError `input/unknown-artifact`, `refused/reference-differs`, `refused/upgrade-unsafe`.
 */
export async function validateUpgrade(
  hre: HardhatRuntimeEnvironment,
  connection: NetworkConnection,
  { provider, record }: OpenSuite,
  { proxy, current, next }: UpgradeNames,
): Promise<CompiledContract> {
  const running = await readArtifact(hre, current);
  const upgraded = await readArtifact(hre, next);
  await requireRunning({ provider }, record, proxy, running);
  const api = await upgrades(hre, connection);
  for (const [from, to] of [
    [running, upgraded],
    [upgraded, running],
  ] as const) {
    try {
      // The proxy is initialised already: a release needs no initializer of its own.
      await api.validateUpgrade(factoryOf(from), factoryOf(to), { kind: "uups", unsafeAllow: ["missing-initializer"] });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SuiteError({
        code: "refused/upgrade-unsafe",
        message: `${to.contractName} cannot replace ${from.contractName}: ${reason.replaceAll(/\s+/g, " ")}`,
        hint: "Keep the layout of every storage namespace and OpenZeppelin's rules for upgradeable contracts.",
        details: { from: from.contractName, to: to.contractName, reason },
        cause,
      });
    }
  }
  return upgraded;
}

/** Without its constructor: validation reads the code, and asks for arguments otherwise. */
function factoryOf({ abi, bytecode }: CompiledContract): ContractFactory {
  const fragments = new Interface(abi).fragments.filter(({ type }) => type !== "constructor");
  return new ContractFactory(new Interface(fragments), bytecode);
}

async function readArtifact(hre: HardhatRuntimeEnvironment, name: string): Promise<CompiledContract> {
  try {
    const artifact = await hre.artifacts.readArtifact(name);
    return { ...artifact, abi: artifact.abi as InterfaceAbi };
  } catch (cause) {
    throw new SuiteError({
      code: "input/unknown-artifact",
      message: `No contract "${name}" is compiled here.`,
      hint: "Check the name; compile with: npx hardhat build",
      details: { name },
      cause,
    });
  }
}
