import { join } from "node:path";

import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseCouncil } from "#lib/change/council";
import { parseInteger } from "#lib/input/parse-integer";
import { prepareThreshold } from "#lib/safe/set-threshold";

interface ThresholdArguments extends SuiteTaskArguments, RequestArguments {
  readonly council: string;
  readonly threshold: string;
}

export default runTask(async ({ council: named, ...taskArguments }: ThresholdArguments, context) => {
  const council = parseCouncil(named);
  const threshold = parseInteger(taskArguments.threshold, "--threshold");
  const suite = await openSuite(context);
  const act = await prepareThreshold(suite.provider, suite.record, council, threshold);
  context.reporter.warn("What the council approved and is not executed yet is void afterwards, and is approved anew.");
  const file = join(context.deploymentDirectory, "safes", `${council}-set-threshold.json`);
  await answerWithAct(context, suite, act, taskArguments, file, { council, threshold });
});
