import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { parseEther, toQuantity } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";

import type { RawProvider } from "#lib/change/simulate";
import type { CompiledContract } from "#lib/change/upgrade";
import type { Reporter } from "#lib/console/reporter";
import type { ContractName, ContractsRecord } from "#lib/deployment/contracts-record";

import { ethersProvider } from "#lib/chain/connection";
import { contractsRecordPath, writeContractsRecord } from "#lib/deployment/contracts-record";
import { deploySuite } from "#lib/deployment/deploy-suite";
import { governanceSchema } from "#lib/deployment/governance-schema";
import { loadSuiteArtifacts } from "#lib/deployment/suite-artifacts";
import { openPrivateRail } from "#lib/demo/open-private-rail";
import { Stage } from "#lib/demo/stage";
import { readJsonFile } from "#lib/files/json-file";

const governancePath = fileURLToPath(new URL("../../../deployments/demo/governance.json", import.meta.url));

export interface OpenStageParameters {
  readonly hre: HardhatRuntimeEnvironment;
  /** Folder of the demonstration; the dossiers go to `deployment` below it. */
  readonly out: string;
  readonly reporter: Reporter;
  /** Validates storage layouts both ways, with the plugin that the runtime has. */
  readonly validateUpgrade: (
    hre: HardhatRuntimeEnvironment,
    connection: NetworkConnection,
    suite: { readonly provider: RawProvider; readonly record: ContractsRecord },
    names: { readonly proxy: ContractName; readonly current: string; readonly next: string },
  ) => Promise<CompiledContract>;
}

/** Deploys the demonstration country on a chain that lives in this process. */
export async function openStage({ hre, out, reporter, validateUpgrade }: OpenStageParameters): Promise<Stage> {
  const governance = readJsonFile(governancePath, governanceSchema);
  const connection = await hre.network.create();
  const directory = join(out, "deployment");
  const provider = ethersProvider(connection.provider);
  for (const { account } of governance.operators) {
    await provider.send("hardhat_setBalance", [account, toQuantity(parseEther("1"))]);
  }
  const artifacts = await loadSuiteArtifacts((name) => hre.artifacts.readArtifact(name));
  reporter.step("Deployment of the suite with five born-guarded Safes");
  const record = await deploySuite({ governance, artifacts, rpc: connection.provider, reporter });
  mkdirSync(directory, { recursive: true });
  writeContractsRecord(directory, record);
  reporter.info(contractsRecordPath(directory));
  const stage = new Stage({
    provider,
    governance,
    record,
    directory,
    reporter,
    privateRail: await openPrivateRail(hre),
    validateUpgrade: (proxy, next) =>
      validateUpgrade(hre, connection, { provider, record }, { proxy, current: proxy, next }),
  });
  await stage.keepDeployment();
  return stage;
}
