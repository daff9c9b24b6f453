import { parseKeptKey, takeKeyStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { rotateAct } from "#lib/keys/acts";
import { parseKey, requireSameCategory } from "#lib/keys/key-id";
import { completeTerms, parseTerms, type WrittenTerms } from "#lib/keys/key-terms";
import { findKey } from "#lib/keys/read-key";
import { requireRotatable } from "#lib/keys/require-acceptable";

interface RotateArguments extends StepArguments, WrittenTerms {
  readonly successor: string;
  readonly evidence: string;
}

export default runTask(async (taskArguments: RotateArguments, context) => {
  const key = parseKeptKey(taskArguments);
  const successor = parseKey(taskArguments.successor, "--successor");
  requireSameCategory(key, successor);
  const given = parseTerms(successor, taskArguments);
  const evidence = reasonDigest(taskArguments.evidence, "--evidence");
  const suite = await openSuite(context);
  const current = await findKey(suite.provider, suite.record, key);
  const terms = completeTerms(given, suite.record, current);
  await takeKeyStep(context, suite, taskArguments, {
    act: rotateAct(key, successor, terms, evidence),
    names: [key, successor],
    requireAcceptable: () => requireRotatable(suite.provider, suite.record, current, successor, terms),
  });
});
