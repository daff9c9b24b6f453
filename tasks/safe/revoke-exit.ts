import { join } from "node:path";

import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseCouncil } from "#lib/change/council";
import { prepareStay } from "#lib/safe/revoke-exit";

interface RevokeExitArguments extends SuiteTaskArguments, RequestArguments {
  readonly council: string;
}

export default runTask(async ({ council: named, ...taskArguments }: RevokeExitArguments, context) => {
  const council = parseCouncil(named);
  const suite = await openSuite(context);
  const act = await prepareStay(suite.provider, suite.record, council);
  const file = join(context.deploymentDirectory, "safes", `${council}-revoke-exit.json`);
  await answerWithAct(context, suite, act, taskArguments, file, { council });
});
