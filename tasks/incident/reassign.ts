import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { resolveEntity } from "#lib/incident/entity";
import { findIncident } from "#lib/incident/read-incident";
import { reassignAct } from "#lib/incident/reversible-acts";
import { readStory } from "#lib/incident/story";
import { parseLabel } from "#lib/input/parse-label";

interface ReassignArguments extends StepArguments {
  readonly entity: string;
  readonly reason: string;
}

export default runTask(async (taskArguments: ReassignArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const entity = resolveEntity(context.deploymentDirectory, taskArguments.entity);
  const digest = reasonDigest(taskArguments.reason);
  const suite = await openSuite(context);
  await findIncident(suite.provider, suite.record, incident);
  const act = reassignAct(incident, entity, digest, await readStory(suite.provider, suite.record, incident.id));
  await takeStep(context, suite, taskArguments, act, { entity });
});
