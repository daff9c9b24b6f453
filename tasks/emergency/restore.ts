import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { restoreAct } from "#lib/emergency/acts";
import { isStricter, parseMode } from "#lib/emergency/mode";
import { readSystem } from "#lib/emergency/read-system";
import { emergencyRequestPath } from "#lib/emergency/request-path";
import { readSystems } from "#lib/emergency/systems";
import { reasonDigest } from "#lib/files/reason";

interface RestoreArguments extends SuiteTaskArguments, RequestArguments {
  readonly system: string;
  readonly mode: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: RestoreArguments, context) => {
  const system = readSystems(context.deploymentDirectory).resolve(taskArguments.system);
  const mode = parseMode(taskArguments.mode, ["NORMAL", "LIMITED"]);
  const act = restoreAct({ system, mode, reasonDigest: reasonDigest(taskArguments.reason) });
  const suite = await openSuite(context);
  const state = await readSystem(suite.provider, suite.record, system, await chainTime(suite.provider));
  if (!isStricter(state.mode, mode)) {
    context.reporter.warn(`${system.name} is ${state.mode}: there is nothing to restore.`);
  }
  const file = emergencyRequestPath(context.deploymentDirectory, undefined, "restore", system.name);
  await answerWithAct(context, suite, act, taskArguments, file, { system, mode, now: state.mode });
});
