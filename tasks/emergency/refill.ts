import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { refillAct } from "#lib/emergency/acts";
import { readSystem } from "#lib/emergency/read-system";
import { emergencyRequestPath } from "#lib/emergency/request-path";
import { readSystems } from "#lib/emergency/systems";
import { reasonDigest } from "#lib/files/reason";

interface RefillArguments extends SuiteTaskArguments, RequestArguments {
  readonly system: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: RefillArguments, context) => {
  const system = readSystems(context.deploymentDirectory).resolve(taskArguments.system);
  const act = refillAct(system, reasonDigest(taskArguments.reason));
  const suite = await openSuite(context);
  const { used, budgetLeft } = await readSystem(suite.provider, suite.record, system, await chainTime(suite.provider));
  if (used.strict === 0 && used.reserve === 0) context.reporter.warn(`The budget of ${system.name} is whole.`);
  const file = emergencyRequestPath(context.deploymentDirectory, undefined, "refill", system.name);
  await answerWithAct(context, suite, act, taskArguments, file, { system, used, budgetLeft });
});
