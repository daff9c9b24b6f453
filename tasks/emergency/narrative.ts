import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { narrativeAct } from "#lib/emergency/acts";
import { readDebt } from "#lib/emergency/read-debts";
import { emergencyRequestPath } from "#lib/emergency/request-path";
import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { isoTime } from "#lib/input/parse-time";

interface NarrativeArguments extends SuiteTaskArguments, RequestArguments {
  readonly incident: string;
  readonly file: string;
}

export default runTask(async (taskArguments: NarrativeArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "--incident");
  const act = narrativeAct(incident, reasonDigest(taskArguments.file, "--file"));
  const suite = await openSuite(context);
  const { narrativeDueAt } = await readDebt(suite.provider, suite.record, incident.id, 0);
  if (narrativeDueAt === null) context.reporter.warn(`No narrative is owed for ${incident.text}.`);
  else context.reporter.info(`due ${isoTime(narrativeDueAt)}`);
  const file = emergencyRequestPath(context.deploymentDirectory, incident, "narrative");
  await answerWithAct(context, suite, act, taskArguments, file, { incident, narrativeDueAt });
});
