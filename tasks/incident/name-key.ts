import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { nameKeyAct } from "#lib/incident/acts";
import { findIncident } from "#lib/incident/read-incident";
import { parseLabel } from "#lib/input/parse-label";
import { parseKey } from "#lib/keys/key-id";

interface NameKeyArguments extends StepArguments {
  readonly key: string;
}

export default runTask(async (taskArguments: NameKeyArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const key = parseKey(taskArguments.key);
  const suite = await openSuite(context);
  await findIncident(suite.provider, suite.record, incident);
  await takeStep(context, suite, taskArguments, nameKeyAct(incident, key.id), { key });
});
