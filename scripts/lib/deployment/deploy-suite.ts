import {
  deploy,
  DeploymentResultType,
  wipe,
  type ArtifactResolver,
  type DeploymentResult,
} from "@nomicfoundation/ignition-core";
import { ZeroHash } from "ethers";

import type { RequestProvider } from "#lib/chain/connection";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { Governance } from "#lib/deployment/governance-schema";
import type { SuiteArtifacts } from "#lib/deployment/suite-artifacts";

import { ethersProvider, requireChain } from "#lib/chain/connection";
import { explainFailure } from "#lib/chain/explain-failure";
import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { deploymentRecord } from "#lib/deployment/deployment-record";
import { requireDeployable } from "#lib/deployment/deployment-preflight";
import {
  governanceDigest,
  ignitionDirectory,
  keepGenesis,
  keptGenesis,
  type Genesis,
} from "#lib/deployment/genesis-journal";
import { existingDeployment } from "#lib/deployment/existing-deployment";
import { deploymentFailure } from "#lib/deployment/ignition-failure";
import { adoptOrphans } from "#lib/deployment/orphaned-transactions";
import { refreshRecord } from "#lib/deployment/refresh-record";
import { stepReporter } from "#lib/deployment/step-reporter";
import { SUITE_MODULE, suiteModule, type SuiteModule } from "#lib/deployment/suite-module";
import { findSafeContracts } from "#lib/safe/safe-contracts";

export interface DeploySuiteParameters {
  readonly governance: Governance;
  readonly artifacts: SuiteArtifacts;
  /** Signs for the deployer. */
  readonly rpc: RequestProvider;
  /** Where the journal and contracts.json go. Without it everything stays in memory and nothing can be resumed. */
  readonly directory?: string | undefined;
  readonly reporter: Reporter;
  /** Blocks on top of each transaction before the next; a chain that mines on demand needs one. */
  readonly confirmations?: number | undefined;
}

/**
 * Deploys the suite of a country: Safe's contracts where the chain lacks them, the suite's own, the councils' Safes born
 * guarded, entities, seats, roles and mappings, and strips the deployer. Run again after a kill, it goes on where it
 * stopped; run again after it finished, it sends nothing, with its journal or without.
 *
 * @throws SuiteError `chain/…`, `refused/…`, `unconfirmed/…` or `conflict/…`, each saying if anything was sent.
 */
export async function deploySuite(parameters: DeploySuiteParameters): Promise<ContractsRecord> {
  const { governance, artifacts, rpc, directory, reporter } = parameters;
  const existing = directory === undefined ? undefined : await existingDeployment(directory, governance, rpc);
  if (existing !== undefined) return existing;
  const provider = ethersProvider(rpc);
  try {
    await requireChain(rpc, governance.chainId, "governance.json");
    const genesis = await resolveGenesis(parameters);
    if (directory !== undefined) keepGenesis(directory, genesis);

    const journal = directory === undefined ? undefined : ignitionDirectory(directory);
    if (journal !== undefined) {
      const { deployer } = governance;
      const { startBlock } = genesis;
      const adopted = await adoptOrphans({
        journalDirectory: journal,
        provider,
        rpc,
        artifactResolver,
        deployer,
        startBlock,
      });
      if (adopted > 0) reporter.info(`Found ${adopted} transaction(s) of an interrupted run on the chain.`);
    }
    const module = suiteModule({ governance, artifacts, ...genesis });
    const result = await runModule({ ...parameters, module, journal });
    if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) throw deploymentFailure(result);

    const addressOf = (future: string): string => {
      const deployed = result.contracts[`${SUITE_MODULE}#${future}`];
      if (deployed === undefined) throw new Error(`Ignition returned no contract "${future}"`);
      return deployed.address;
    };
    const bare = await deploymentRecord({ governance, provider, addressOf, startBlock: genesis.startBlock });
    const { record } = await refreshRecord(provider, bare);
    if (directory !== undefined) writeContractsRecord(directory, record);
    return record;
  } finally {
    provider.destroy();
  }
}

/**
 * How this deployment begins, or began, with everything checked that can be before sending.
 *
 * @throws SuiteError of `keptGenesis`, `requireDeployable` and `findSafeContracts`.
 */
export async function resolveGenesis(
  parameters: Pick<DeploySuiteParameters, "governance" | "artifacts" | "rpc" | "directory">,
): Promise<Genesis> {
  const { governance, artifacts, rpc, directory } = parameters;
  const provider = ethersProvider(rpc);
  try {
    const [zero, latest] = await Promise.all([provider.getBlock(0), provider.getBlock("latest")]);
    const fresh: Genesis = {
      schema: "sign.genesis.v1",
      governanceDigest: governanceDigest(governance),
      chainId: governance.chainId,
      genesisHash: zero?.hash ?? ZeroHash,
      startBlock: latest?.number ?? 0,
      startedAt: latest?.timestamp ?? 0,
      safeContracts: await findSafeContracts(provider, governance.safeContracts),
    };
    const genesis = directory === undefined ? fresh : keptGenesis(directory, fresh);
    await requireDeployable({ governance, artifacts, provider, rpc, startedAt: genesis.startedAt });
    return genesis;
  } finally {
    provider.destroy();
  }
}

/** The module carries its artifacts: Ignition needs none by name. */
const artifactResolver: ArtifactResolver = {
  loadArtifact: (name) => Promise.reject(new Error(`Ignition asks for the artifact ${name}`)),
  getBuildInfo: () => Promise.resolve(undefined),
};

interface RunParameters extends DeploySuiteParameters {
  readonly module: SuiteModule;
  readonly journal: string | undefined;
}

/** Runs the module; steps that failed before are wiped from the journal and tried anew: they changed nothing. */
async function runModule({
  governance,
  rpc,
  reporter,
  module,
  journal,
  confirmations,
}: RunParameters): Promise<DeploymentResult> {
  const run = (): Promise<DeploymentResult> =>
    deploy({
      artifactResolver,
      provider: rpc,
      ...(journal === undefined ? {} : { deploymentDir: journal }),
      executionEventListener: stepReporter(reporter),
      ignitionModule: module,
      deploymentParameters: {},
      accounts: [governance.deployer],
      defaultSender: governance.deployer,
      config: {
        blockPollingInterval: 50,
        ...(confirmations === undefined ? {} : { requiredConfirmations: confirmations }),
      },
    });
  try {
    const first = await run();
    if (first.type !== DeploymentResultType.PREVIOUS_RUN_ERROR || journal === undefined) return first;
    const failed = Object.entries(first.errors).filter(([, errors]) => errors.some((error) => /failed/i.test(error)));
    if (failed.length < Object.keys(first.errors).length) return first;
    for (const [future] of failed) await wipe(journal, artifactResolver, future);
    return await run();
  } catch (error) {
    throw explainFailure(error);
  }
}
