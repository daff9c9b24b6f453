import { join } from "node:path";

import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseCouncil } from "#lib/change/council";
import { parseAddress } from "#lib/input/parse-address";
import { readCouncilOwners } from "#lib/safe/council-owners";
import { prepareRotation } from "#lib/safe/rotate-owner";

interface RotateArguments extends SuiteTaskArguments, RequestArguments {
  readonly council: string;
  readonly lost: string;
  readonly successor: string;
}

export default runTask(async ({ council: named, ...taskArguments }: RotateArguments, context) => {
  const council = parseCouncil(named);
  const lost = parseAddress(taskArguments.lost, "--lost");
  const successor = parseAddress(taskArguments.successor, "--successor");
  const suite = await openSuite(context);
  const state = await readCouncilOwners(suite.provider, suite.record, council, [successor]);
  const { act, owners, signers } = prepareRotation(state, { lost, successor });
  context.reporter.info(`owners after  ${owners.join(" ")}`);
  context.reporter.info(`can sign      ${signers.join(" ")} (${String(state.threshold)} must)`);
  context.reporter.warn("What the council approved and is not executed yet is void afterwards, and is approved anew.");
  const file = join(context.deploymentDirectory, "safes", `${council}-rotate-owner.json`);
  await answerWithAct(context, suite, act, taskArguments, file, { council, owners, signers });
});
