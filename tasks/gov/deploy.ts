import type { SuiteTaskArguments } from "../support/run-task.ts";

import { signingProvider } from "#lib/chain/signing-provider";
import { deploySuite } from "#lib/deployment/deploy-suite";
import { deploymentSteps } from "#lib/deployment/deployment-steps";
import { existingDeployment } from "#lib/deployment/existing-deployment";
import { readGovernance } from "#lib/deployment/governance-schema";
import { loadSuiteArtifacts } from "#lib/deployment/suite-artifacts";
import { parseInteger } from "#lib/input/parse-integer";

import { runTask } from "../support/run-task.ts";
import { networkSigners } from "../support/suite-connection.ts";

interface DeployArguments extends SuiteTaskArguments {
  readonly dryRun: boolean;
  readonly confirmations: string;
}

export default runTask(async (taskArguments: DeployArguments, context) => {
  const { hre, node, deploymentDirectory, reporter } = context;
  const { dryRun, confirmations } = taskArguments;
  const required = confirmations === "" ? undefined : Math.max(1, Number(parseInteger(confirmations, "confirmations")));
  const governance = readGovernance(deploymentDirectory);
  const rpc = signingProvider(await node(), await networkSigners(context), governance.chainId);
  const existing = await existingDeployment(deploymentDirectory, governance, rpc);
  if (existing !== undefined) {
    const text =
      "Already deployed: the chain has what contracts.json says. Nothing was sent. Next: npx hardhat gov plan";
    reporter.result({ ok: true, outcome: "already-deployed", record: existing }, text);
    return;
  }
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const artifacts = await loadSuiteArtifacts((name) => hre.artifacts.readArtifact(name));

  const steps = await deploymentSteps({
    governance,
    artifacts,
    rpc,
    directory: deploymentDirectory,
  });
  const listed = steps
    .map(({ id, what }, index) => `${String(index + 1).padStart(3)}  ${what.padEnd(8)} ${id}`)
    .join("\n");
  if (dryRun) {
    reporter.result({ ok: true, dryRun: true, steps }, `${listed}\n\nNothing was sent.`);
    return;
  }
  reporter.step(`Deploying in ${steps.length} steps as ${governance.deployer} to chain ${governance.chainId}`);
  const record = await deploySuite({
    governance,
    artifacts,
    rpc,
    directory: deploymentDirectory,
    reporter,
    confirmations: required,
  });
  const addresses = [
    ...Object.entries(record.contracts).map(([name, { address }]) => `${name.padEnd(16)} ${address}`),
    ...Object.entries(record.safes).map(([name, { address }]) => `${`${name} Safe`.padEnd(16)} ${address}`),
  ];
  reporter.result(
    { ok: true, outcome: "deployed", record },
    `${addresses.join("\n")}\n\nDeployed. Next: npx hardhat gov doctor`,
  );
});
