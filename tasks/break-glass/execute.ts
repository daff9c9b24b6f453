import { join } from "node:path";

import { referredOperation } from "./refer.ts";
import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { executeAct } from "#lib/break-glass/acts";
import { requireExecutable } from "#lib/break-glass/judge-operation";
import { requireAccepted } from "#lib/transaction/require-accepted";

interface ExecuteArguments extends SuiteTaskArguments, RequestArguments {
  readonly operation: string;
}

export default runTask(async ({ operation: named, ...taskArguments }: ExecuteArguments, context) => {
  const suite = await openSuite(context);
  const { operation, title, folder } = await referredOperation(context, suite, named);
  requireExecutable(operation);
  const act = executeAct(operation, title);
  const { address: to } = suite.record.contracts.RoleRegistry;
  await requireAccepted(suite.provider, { from: operation.caller, to, data: act.data }, "The operation");
  await answerWithAct(context, suite, act, taskArguments, join(folder, "execute.json"), { operation });
});
