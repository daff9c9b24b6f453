import { parseKeptKey, takeKeyStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { registerAct } from "#lib/keys/acts";
import { completeTerms, parseTerms, requireWhole, type WrittenTerms } from "#lib/keys/key-terms";
import { requireRegistrable } from "#lib/keys/require-acceptable";

type RegisterArguments = StepArguments & WrittenTerms;

export default runTask(async (taskArguments: RegisterArguments, context) => {
  const key = parseKeptKey(taskArguments);
  const given = parseTerms(key, taskArguments);
  requireWhole(given);
  const suite = await openSuite(context);
  const terms = completeTerms(given, suite.record);
  await takeKeyStep(context, suite, taskArguments, {
    act: registerAct(key, terms),
    names: [key],
    requireAcceptable: () => requireRegistrable(suite.provider, suite.record, key, terms),
  });
});
