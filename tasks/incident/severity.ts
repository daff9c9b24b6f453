import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseSeverity } from "#lib/incident/incident";
import { findIncident } from "#lib/incident/read-incident";
import { severityAct } from "#lib/incident/reversible-acts";
import { readStory } from "#lib/incident/story";
import { parseLabel } from "#lib/input/parse-label";

interface SeverityArguments extends StepArguments {
  readonly to: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: SeverityArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const severity = parseSeverity(taskArguments.to);
  const digest = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  const { severity: now } = await findIncident(suite.provider, suite.record, incident);
  context.reporter.info(`it is ${now}`);
  const act = severityAct(incident, severity, digest, await readStory(suite.provider, suite.record, incident.id));
  await takeStep(context, suite, taskArguments, act, { severity });
});
