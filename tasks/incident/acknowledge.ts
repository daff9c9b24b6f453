import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { acknowledgeAct } from "#lib/incident/acts";
import { findIncident } from "#lib/incident/read-incident";
import { parseLabel } from "#lib/input/parse-label";

export default runTask(async (taskArguments: StepArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const suite = await openSuite(context);
  await findIncident(suite.provider, suite.record, incident);
  await takeStep(context, suite, taskArguments, acknowledgeAct(incident));
});
