import { parseKeptKey, takeKeyStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { retireAct } from "#lib/keys/acts";
import { findKey } from "#lib/keys/read-key";
import { requireInUse } from "#lib/keys/require-acceptable";

interface RetireArguments extends StepArguments {
  readonly reason: string;
}

export default runTask(async (taskArguments: RetireArguments, context) => {
  const key = parseKeptKey(taskArguments);
  const reason = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  const current = await findKey(suite.provider, suite.record, key);
  await takeKeyStep(context, suite, taskArguments, {
    act: retireAct(key, reason),
    names: [key],
    requireAcceptable: () => {
      requireInUse(current);
    },
  });
});
