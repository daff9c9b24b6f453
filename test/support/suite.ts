import { readFileSync } from "node:fs";

import type { NetworkConnection } from "hardhat/types/network";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import hre from "hardhat";
import type { BrowserProvider, HDNodeWallet } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { CouncilKey } from "#lib/deployment/governance-checks";

import { ethersProvider } from "#lib/chain/connection";
import { silentReporter } from "#lib/console/reporter";
import { publicWallet } from "#lib/demo/public-accounts";
import { deploySuite } from "#lib/deployment/deploy-suite";
import { governanceSchema, type Governance, type GovernanceInput } from "#lib/deployment/governance-schema";
import { loadSuiteArtifacts, type SuiteArtifacts } from "#lib/deployment/suite-artifacts";

/** The suite of the demonstration country on a chain of its own: real Safes, real guards, deployer stripped. */
export interface DeployedSuite {
  readonly governance: Governance;
  readonly record: ContractsRecord;
  readonly connection: NetworkConnection;
  readonly provider: BrowserProvider;
}

/** The demonstration country, altered by `alter`. */
export function demoGovernance(alter: (input: GovernanceInput) => void = () => undefined): Governance {
  const input = JSON.parse(
    readFileSync(new URL("../../deployments/demo/governance.json", import.meta.url), "utf8"),
  ) as GovernanceInput;
  alter(input);
  return governanceSchema.parse(input);
}

export async function suiteArtifacts(runtime: HardhatRuntimeEnvironment = hre): Promise<SuiteArtifacts> {
  return loadSuiteArtifacts((name) => runtime.artifacts.readArtifact(name));
}

/** Deploys the demonstration country on a new embedded chain. */
export async function deployDemoSuite(): Promise<DeployedSuite> {
  const connection = await hre.network.create();
  const governance = demoGovernance();
  const record = await deploySuite({
    governance,
    artifacts: await suiteArtifacts(),
    rpc: connection.provider,
    reporter: silentReporter(),
  });
  return { governance, record, connection, provider: ethersProvider(connection.provider) };
}

let shared: Promise<{ suite: DeployedSuite; restore: () => Promise<void> }> | undefined;

/**
 * The same suite for every test of a process, put back to the state right after the deployment. Call it in
 * `beforeEach`; it deploys once.
 */
export async function loadSuite(): Promise<DeployedSuite> {
  shared ??= deployDemoSuite().then(async (suite) => {
    const { provider } = suite.connection;
    let snapshot: unknown = await provider.request({ method: "evm_snapshot" });
    const restore = async (): Promise<void> => {
      await provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = (await provider.request({ method: "evm_snapshot" })) as unknown;
    };
    return { suite, restore };
  });
  const { suite, restore } = await shared;
  await restore();
  return suite;
}

/** Wallets of the people who sit on a council, in the order of its seats. */
export function signersOf({ governance }: DeployedSuite, council: CouncilKey): HDNodeWallet[] {
  return governance.councils[council].seats.map(({ owner }) => publicWallet(owner));
}

/** The systems and playbooks of a country's file, to be altered. */
export function emergencyOf({ emergency }: GovernanceInput): {
  readonly systems: NonNullable<NonNullable<GovernanceInput["emergency"]>["systems"]>;
  readonly playbooks: NonNullable<NonNullable<GovernanceInput["emergency"]>["playbooks"]>;
} {
  if (emergency?.systems === undefined || emergency.playbooks === undefined) throw new Error("no emergency section");
  return { systems: emergency.systems, playbooks: emergency.playbooks };
}
