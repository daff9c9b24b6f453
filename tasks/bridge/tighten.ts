import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseParameter, parseValue, requireValueForm } from "#lib/bridge/parameter-values";
import { tightening, tighteningPath } from "#lib/bridge/tighten";
import { readToken } from "#lib/bridge/token";
import { reasonDigest } from "#lib/files/reason";
import { parseAddress } from "#lib/input/parse-address";

interface TightenArguments extends SuiteTaskArguments, RequestArguments {
  readonly parameter: string;
  readonly value: string;
  readonly counterparty: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: TightenArguments, context) => {
  const parameter = parseParameter(taskArguments.parameter);
  requireValueForm(parameter, taskArguments.value);
  const counterparty =
    taskArguments.counterparty === "" ? null : parseAddress(taskArguments.counterparty, "--counterparty");
  const digest = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  const token = await readToken(suite.provider, suite.record);
  const value = parseValue(parameter, taskArguments.value, token);
  const name = { parameter, counterparty };
  const { act, previous, voids } = await tightening(suite.provider, suite.record, token, {
    name,
    value,
    reasonDigest: digest,
  });
  for (const id of voids) context.reporter.warn(`This voids the pending change ${id}.`);
  const file = tighteningPath(context.deploymentDirectory, name);
  await answerWithAct(context, suite, act, taskArguments, file, { ...name, previous, value, voids });
});
