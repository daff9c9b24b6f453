import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { incidentLabels } from "#lib/incident/folder";
import { parseKey } from "#lib/keys/key-id";
import { incidentsNaming } from "#lib/keys/key-incidents";
import { keyNames } from "#lib/keys/key-names";
import { describeKeyEvent, readKeyStory } from "#lib/keys/key-story";
import { findKey, successorsOf } from "#lib/keys/read-key";
import { entryOf, renderOverview } from "#lib/keys/render-keys";

interface ShowArguments extends SuiteTaskArguments {
  readonly key: string;
}

export default runTask(async (taskArguments: ShowArguments, context) => {
  const name = parseKey(taskArguments.key, "key");
  const named = keyNames(context.deploymentDirectory);
  const nameOf = (id: string): string => (id === name.id && name.text !== id ? name.text : named(id));
  const labelOf = incidentLabels(context.deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const now = await chainTime(provider);
  const key = await findKey(provider, record, name);
  const [chain, naming, story] = await Promise.all([
    successorsOf(provider, record, key),
    incidentsNaming(provider, record, key),
    readKeyStory(provider, record, key.id),
  ]);
  const entry = entryOf(key, nameOf, now);
  const successors = chain.slice(1).map((successor) => entryOf(successor, nameOf, now));
  const incidents = naming.map((incident) => ({ ...incident, label: labelOf(incident.id) }));
  const lines = [...renderOverview(entry, successors, incidents), ...story.map(describeKeyEvent)];
  context.reporter.result({ ok: true, ...entry, successors, incidents, story }, lines.join("\n"));
});
