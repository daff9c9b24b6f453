import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readDebt } from "#lib/emergency/read-debts";
import { registerAct } from "#lib/incident/acts";
import { readStory } from "#lib/incident/story";
import { parseLabel } from "#lib/input/parse-label";

export default runTask(async (taskArguments: StepArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const suite = await openSuite(context);
  const { provider, record } = suite;
  const { registered } = await readDebt(provider, record, incident.id, 0);
  const story = await readStory(provider, record, incident.id);
  const act = registerAct(incident, record.contracts.IncidentRegistry.address, registered, story);
  await takeStep(context, suite, taskArguments, act);
});
