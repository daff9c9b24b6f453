import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { statementAct } from "#lib/incident/acts";
import { parseAudience } from "#lib/incident/incident";
import { findIncident } from "#lib/incident/read-incident";
import { parseLabel } from "#lib/input/parse-label";

interface StatementArguments extends StepArguments {
  readonly audience: string;
  readonly file: string;
}

export default runTask(async (taskArguments: StatementArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const audience = parseAudience(taskArguments.audience);
  const act = statementAct(incident, audience, reasonDigest(taskArguments.file, "--file"));
  const suite = await openSuite(context);
  await findIncident(suite.provider, suite.record, incident);
  await takeStep(context, suite, taskArguments, act, { audience });
});
