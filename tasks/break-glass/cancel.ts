import { join } from "node:path";

import { referredOperation } from "./refer.ts";
import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { cancelAct } from "#lib/break-glass/acts";
import { requirePending } from "#lib/break-glass/judge-operation";
import { parseChoice } from "#lib/input/parse-choice";

interface CancelArguments extends SuiteTaskArguments, RequestArguments {
  readonly operation: string;
  readonly by: string;
}

export default runTask(async ({ operation: named, by, ...taskArguments }: CancelArguments, context) => {
  const council = parseChoice(by, ["emergency", "sovereign"], "council");
  const suite = await openSuite(context);
  const { operation, title, folder } = await referredOperation(context, suite, named);
  requirePending(operation);
  const act = cancelAct(council, operation, title);
  await answerWithAct(context, suite, act, taskArguments, join(folder, `cancel-${council}.json`), { operation });
});
