import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments, type TaskContext } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { endOverrideAct, overrideAct } from "#lib/emergency/acts";
import { parseOperation } from "#lib/emergency/mode";
import { isOperational, readSystem } from "#lib/emergency/read-system";
import { emergencyRequestPath } from "#lib/emergency/request-path";
import type { OperationName } from "#lib/emergency/system-modes";
import { readSystems, type KnownSystem } from "#lib/emergency/systems";
import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { parseDeadline, requireTimeForm } from "#lib/input/parse-time";

interface OverrideArguments extends SuiteTaskArguments, RequestArguments {
  readonly system: string;
  readonly operation: string;
  readonly until: string;
  readonly incident: string;
  readonly evidence: string;
  readonly end: boolean;
  readonly reason: string;
}

export default runTask(async (taskArguments: OverrideArguments, context) => {
  const system = readSystems(context.deploymentDirectory).resolve(taskArguments.system);
  const operation = parseOperation(taskArguments.operation);
  if (taskArguments.end) await end(taskArguments, context, system, operation);
  else await grant(taskArguments, context, system, operation);
});

async function grant(
  taskArguments: OverrideArguments,
  context: TaskContext,
  system: KnownSystem,
  operation: OperationName,
): Promise<void> {
  const incident = parseLabel(taskArguments.incident, "--incident");
  requireTimeForm(taskArguments.until, "--until");
  const evidenceDigest = reasonDigest(taskArguments.evidence, "--evidence");
  const suite = await openSuite(context);
  const now = await chainTime(suite.provider);
  const until = parseDeadline(taskArguments.until, now, "--until");
  const state = await readSystem(suite.provider, suite.record, system, now);
  if (await isOperational(suite.provider, suite.record, system, operation)) {
    context.reporter.warn(`${system.name} is ${state.mode}, and allows ${operation} already.`);
  }
  const act = overrideAct({ system, operation, until, incident, evidenceDigest });
  const file = emergencyRequestPath(context.deploymentDirectory, incident, "override", system.name, operation);
  await answerWithAct(context, suite, act, taskArguments, file, {
    incident,
    system,
    operation,
    until,
    now: state.mode,
    overridden: state.used.overrides,
  });
}

async function end(
  taskArguments: OverrideArguments,
  context: TaskContext,
  system: KnownSystem,
  operation: OperationName,
): Promise<void> {
  const act = endOverrideAct(system, operation, reasonDigest(taskArguments.reason));
  const suite = await openSuite(context);
  const { overrides } = await readSystem(suite.provider, suite.record, system, await chainTime(suite.provider));
  if (!overrides.some((granted) => granted.operation === operation)) {
    context.reporter.warn(`${operation} of ${system.name} is under no override.`);
  }
  const file = emergencyRequestPath(context.deploymentDirectory, undefined, "end-override", system.name, operation);
  await answerWithAct(context, suite, act, taskArguments, file, { system, operation });
}
