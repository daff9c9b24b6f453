import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { extendAct } from "#lib/emergency/acts";
import { isStricter, parseMode } from "#lib/emergency/mode";
import { readSystem } from "#lib/emergency/read-system";
import { emergencyRequestPath } from "#lib/emergency/request-path";
import { RESTRICTING_MODES } from "#lib/emergency/system-modes";
import { readSystems } from "#lib/emergency/systems";
import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { parseDeadline, requireTimeForm } from "#lib/input/parse-time";

interface ExtendArguments extends SuiteTaskArguments, RequestArguments {
  readonly system: string;
  readonly mode: string;
  readonly until: string;
  readonly incident: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: ExtendArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "--incident");
  const system = readSystems(context.deploymentDirectory).resolve(taskArguments.system);
  const mode = parseMode(taskArguments.mode, RESTRICTING_MODES);
  requireTimeForm(taskArguments.until, "--until");
  const digest = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  const now = await chainTime(suite.provider);
  const until = parseDeadline(taskArguments.until, now, "--until");
  const state = await readSystem(suite.provider, suite.record, system, now);
  if (state.mode === "NORMAL") context.reporter.warn(`${system.name} is NORMAL: only a restricted system is extended.`);
  else if (isStricter(mode, state.mode)) {
    context.reporter.warn(`${system.name} is ${state.mode}: an extension cannot make it stricter.`);
  }
  const act = extendAct({ system, mode, until, incident, reasonDigest: digest });
  const file = emergencyRequestPath(context.deploymentDirectory, incident, "extend", system.name);
  await answerWithAct(context, suite, act, taskArguments, file, { incident, system, mode, now: state.mode, until });
});
