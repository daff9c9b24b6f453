import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readSystems } from "#lib/emergency/systems";
import { readOverview, renderOverview } from "#lib/incident/overview";
import { findIncident } from "#lib/incident/read-incident";
import { describeEvent, readStory } from "#lib/incident/story";
import { parseLabel } from "#lib/input/parse-label";

interface ShowArguments extends SuiteTaskArguments {
  readonly incident: string;
}

export default runTask(async ({ incident: written }: ShowArguments, context) => {
  const label = parseLabel(written, "incident");
  const book = readSystems(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const incident = await findIncident(provider, record, label);
  const overview = await readOverview(provider, record, incident, label.text);
  const story = await readStory(provider, record, label.id);
  const lines = [...renderOverview(overview), ...story.map((event) => describeEvent(event, book))];
  context.reporter.result({ ok: true, ...overview, story }, lines.join("\n"));
});
