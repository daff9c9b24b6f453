import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { progressAct } from "#lib/incident/acts";
import { findIncident } from "#lib/incident/read-incident";
import { parseLabel } from "#lib/input/parse-label";

interface NotedArguments extends StepArguments {
  readonly note: string;
}

export default runTask(async (taskArguments: NotedArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const act = progressAct(incident, "mitigate", reasonDigest(taskArguments.note, "--note"));
  const suite = await openSuite(context);
  await findIncident(suite.provider, suite.record, incident);
  await takeStep(context, suite, taskArguments, act);
});
