import type { DeploySuiteParameters } from "#lib/deployment/deploy-suite";

import { FutureType } from "@nomicfoundation/ignition-core";

import { requireChain } from "#lib/chain/connection";
import { resolveGenesis } from "#lib/deployment/deploy-suite";
import { suiteModule } from "#lib/deployment/suite-module";

export interface DeploymentStep {
  readonly id: string;
  readonly what: "contract" | "call";
}

const STEPS: Readonly<Partial<Record<FutureType, DeploymentStep["what"]>>> = {
  [FutureType.CONTRACT_DEPLOYMENT]: "contract",
  [FutureType.CONTRACT_CALL]: "call",
};

export type DeploymentStepsParameters = Pick<DeploySuiteParameters, "governance" | "artifacts" | "rpc" | "directory">;

/** The transactions of a deployment, in order, with everything checked that can be before sending. Sends and writes nothing. */
export async function deploymentSteps(parameters: DeploymentStepsParameters): Promise<DeploymentStep[]> {
  const { governance, artifacts, rpc } = parameters;
  await requireChain(rpc, governance.chainId, "governance.json");
  const genesis = await resolveGenesis(parameters);
  const { futures } = suiteModule({ governance, artifacts, ...genesis });
  return [...futures].flatMap(({ id, type }) => {
    const what = STEPS[type];
    return what === undefined ? [] : [{ id: id.slice(id.indexOf("#") + 1), what }];
  });
}
