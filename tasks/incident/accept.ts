import { resolve } from "node:path";

import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { judgeReviewAct } from "#lib/incident/acts";
import { postmortemPath } from "#lib/incident/folder";
import { reviewAtHand } from "#lib/incident/judge-review";
import { findIncident } from "#lib/incident/read-incident";
import { parseLabel } from "#lib/input/parse-label";

interface AcceptArguments extends StepArguments {
  readonly opinion: string;
  readonly file: string;
}

export default runTask(async (taskArguments: AcceptArguments, context) => {
  const incident = parseLabel(taskArguments.incident, "incident");
  const given = reasonDigest(taskArguments.opinion, "--opinion");
  const { file } = taskArguments;
  const path = file === "" ? postmortemPath(context.deploymentDirectory, incident) : resolve(file);
  const suite = await openSuite(context);
  await findIncident(suite.provider, suite.record, incident);
  const digest = await reviewAtHand(suite.provider, suite.record, incident, path);
  const act = judgeReviewAct(incident, "accept", digest, given);
  await takeStep(context, suite, taskArguments, act, { file: path, digest });
});
