import { resolve } from "node:path";

import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { requireForDeployment, requireUnusedNonce } from "#lib/safe/request-scope";
import { rejectAct } from "#lib/safe/reject-act";
import { readSafeRequest } from "#lib/safe/safe-file";

interface RejectArguments extends SuiteTaskArguments, RequestArguments {
  readonly file: string;
}

export default runTask(async ({ file, ...taskArguments }: RejectArguments, context) => {
  const path = resolve(file);
  const request = readSafeRequest(path);
  const suite = await openSuite(context);
  requireForDeployment(request, suite.record, path);
  await requireUnusedNonce(suite.provider, request);
  const target = path.replace(/(\.signed)?\.json$/, ".reject.json");
  await answerWithAct(context, suite, rejectAct(suite.record, request), taskArguments, target, {
    rejected: request.safeTxHash,
  });
});
