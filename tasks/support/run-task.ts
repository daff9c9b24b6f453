import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import type { NewTaskActionFunction } from "hardhat/types/tasks";

import { resolve } from "node:path";

import type { RequestProvider } from "#lib/chain/connection";
import { explainFailure } from "#lib/chain/explain-failure";
import { patientProvider, type PatientProvider } from "#lib/chain/patient-provider";
import { reportError, terminalReporter, type Reporter } from "#lib/console/reporter";
import { ExitCode } from "#lib/errors/exit-code";
import { parseInteger } from "#lib/input/parse-integer";
import { afterSending } from "#lib/transaction/after-sending";

/** What Hardhat calls the network that is meant when none is named. */
const DEFAULT_NETWORK = "default";

/** Seconds for which a silent node is asked again. */
const DEFAULT_PATIENCE = "120";

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
  /** The node of that network; it is asked again when an answer is lost. */
  readonly node: () => Promise<RequestProvider>;
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
 * export default runTask(async ({ id }: ShowArguments, { node, reporter }) => {
 *   await showChange({ id: parseDigest(id), node: await node(), reporter });
 * });
 */
export function runTask<Arguments extends SuiteTaskArguments>(
  adapter: TaskAdapter<Arguments>,
): NewTaskActionFunction<Arguments> {
  return async (taskArguments, hre): Promise<ExitCode> => {
    const { json } = taskArguments;
    const line: Line = {};
    let exitCode: ExitCode;
    try {
      exitCode = (await adapter(taskArguments, contextOf(taskArguments, hre, line))) ?? ExitCode.ok;
    } catch (error) {
      const explained = explainFailure(error);
      exitCode = reportError(line.node?.mayHaveSent() === true ? afterSending(explained) : explained, { json });
    }
    if (exitCode !== ExitCode.ok) process.exitCode = exitCode;
    return exitCode;
  };
}

/** Tasks that send have `--patience`; see `sendingTask`. */
interface PatientArguments extends SuiteTaskArguments {
  readonly patience?: string;
}

/** The node that a task talks to, from its first question on. */
interface Line {
  node?: PatientProvider;
}

function contextOf(
  { json, deployment, patience = DEFAULT_PATIENCE }: PatientArguments,
  hre: HardhatRuntimeEnvironment,
  line: Line,
): TaskContext {
  // Undefined, whatever its type says, when nobody named a network.
  const { network: networkName = DEFAULT_NETWORK } = hre.globalOptions as { readonly network?: string };
  const reporter = terminalReporter({ json });
  const connect = (): Promise<NetworkConnection> => hre.network.getOrCreate();
  return {
    hre,
    json,
    reporter,
    networkName,
    deploymentDirectory: resolve(hre.config.paths.root, deployment === "" ? `deployments/${networkName}` : deployment),
    connect,
    node: async () => {
      const seconds = Number(parseInteger(patience, "--patience"));
      const name = `The node of network "${networkName}"`;
      return (line.node ??= patientProvider((await connect()).provider, { reporter, name, patience: seconds }));
    },
  };
}
