import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { openAct } from "#lib/incident/acts";
import { parseSeverity } from "#lib/incident/incident";
import { parseChoice } from "#lib/input/parse-choice";
import { parseLabel } from "#lib/input/parse-label";

interface OpenArguments extends StepArguments {
  readonly severity: string;
  readonly report: string;
  readonly as: string;
}

export default runTask(async (taskArguments: OpenArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const severity = parseSeverity(taskArguments.severity);
  const as = parseChoice(taskArguments.as, ["operator", "monitor"], "capacity");
  const act = openAct(incident, severity, reasonDigest(taskArguments.report, "--report"), as);
  await takeStep(context, await openSuite(context), taskArguments, act, { severity });
});
