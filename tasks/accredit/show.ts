import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { readSystems } from "#lib/emergency/systems";
import { parseSubject, type WrittenSubject } from "#lib/identity/accreditation";
import { subjectStory } from "#lib/identity/accreditation-acts";
import { describeEvent, readEvents } from "#lib/identity/events";
import { readAccreditation } from "#lib/identity/read-accreditations";
import { renderAccreditation } from "#lib/identity/render";
import { scopeNames } from "#lib/identity/scope-names";

type ShowArguments = SuiteTaskArguments & WrittenSubject;

export default runTask(async (taskArguments: ShowArguments, context) => {
  const subject = parseSubject(taskArguments, readSystems(context.deploymentDirectory));
  const { provider, record } = await openSuite(context);
  const [now, accreditation, story] = await Promise.all([
    chainTime(provider),
    readAccreditation(provider, record, subject),
    readEvents(provider, record, { contract: "AccreditationRegistry", ...subjectStory(subject) }),
  ]);
  const lines = renderAccreditation(accreditation, scopeNames(context.deploymentDirectory), now);
  context.reporter.result({ ok: true, now, accreditation, story }, [...lines, ...story.map(describeEvent)].join("\n"));
});
