import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { resolve } from "node:path";

import { explainFailure } from "#lib/chain/explain-failure";
import { reportError, terminalReporter, type Reporter } from "#lib/console/reporter";
import { ExitCode } from "#lib/errors/exit-code";

/** What Hardhat calls the network that is meant when none is named. */
const DEFAULT_NETWORK = "default";

/** What every task of the suite accepts; see `suiteTask`. */
export interface SuiteTaskArguments {
  readonly json: boolean;
  /** Folder of the deployment; empty for `deployments/<network>`. */
  readonly deployment: string;
}

/** What an adapter hands to the pure function behind a task. */
export interface TaskContext {
  readonly hre: HardhatRuntimeEnvironment;
  readonly reporter: Reporter;
  readonly json: boolean;
  readonly networkName: string;
  /** Absolute path of the folder that holds governance.json, contracts.json and the changes of this network. */
  readonly deploymentDirectory: string;
  /** Opens the network chosen with `--network`, once. */
  readonly connect: () => Promise<NetworkConnection>;
}

/** An adapter: takes parsed arguments, calls a pure function. Returns an exit code when success is not the only answer. */
export type TaskAdapter<Arguments extends SuiteTaskArguments> = (
  taskArguments: Arguments,
  context: TaskContext,
) => Promise<ExitCode | undefined> | Promise<void>;

/**
 * Wraps an adapter into a Hardhat action: an error becomes one sentence, a hint and a documented exit code, and never a
 * stack trace of Hardhat's. Hardhat itself leaves `process.exitCode` alone after a task that does not throw.
 *
 * @example
 * export default runTask(async ({ id }: ShowArguments, { connect, reporter }) => {
 *   await showChange({ id: parseDigest(id), connection: await connect(), reporter });
 * });
 */
export function runTask<Arguments extends SuiteTaskArguments>(
  adapter: TaskAdapter<Arguments>,
): NewTaskActionFunction<Arguments> {
  return async (taskArguments, hre): Promise<ExitCode> => {
    const { json } = taskArguments;
    let exitCode: ExitCode;
    try {
      exitCode = (await adapter(taskArguments, contextOf(taskArguments, hre))) ?? ExitCode.ok;
    } catch (error) {
      exitCode = reportError(explainFailure(error), { json });
    }
    if (exitCode !== ExitCode.ok) process.exitCode = exitCode;
    return exitCode;
  };
}

function contextOf({ json, deployment }: SuiteTaskArguments, hre: HardhatRuntimeEnvironment): TaskContext {
  // Undefined, whatever its type says, when nobody named a network.
  const { network: networkName = DEFAULT_NETWORK } = hre.globalOptions as { readonly network?: string };
  return {
    hre,
    json,
    reporter: terminalReporter({ json }),
    networkName,
    deploymentDirectory: resolve(hre.config.paths.root, deployment === "" ? `deployments/${networkName}` : deployment),
    connect: () => hre.network.getOrCreate(),
  };
}
