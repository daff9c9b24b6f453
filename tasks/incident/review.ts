import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { takeStep, type StepArguments } from "./take-step.ts";
import { runTask } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readSystems } from "#lib/emergency/systems";
import { documentDigest } from "#lib/files/document";
import { fileReviewAct } from "#lib/incident/acts";
import { postmortemPath } from "#lib/incident/folder";
import { POSTMORTEM_FORM } from "#lib/incident/judge-review";
import { readOverview } from "#lib/incident/overview";
import { refreshPostmortem, renderPostmortem, writePostmortem } from "#lib/incident/postmortem";
import { findIncident } from "#lib/incident/read-incident";
import { readStory } from "#lib/incident/story";
import { parseLabel } from "#lib/input/parse-label";

interface ReviewArguments extends StepArguments {
  readonly interim: boolean;
  readonly refresh: boolean;
  readonly file: string;
}

export default runTask(async (taskArguments: ReviewArguments, context) => {
  const { interim, refresh, dryRun, file } = taskArguments;
  const incident = parseLabel(taskArguments.incident, "incident");
  const path = file === "" ? postmortemPath(context.deploymentDirectory, incident) : resolve(file);
  const book = readSystems(context.deploymentDirectory);
  const suite = await openSuite(context);
  const { provider, record } = suite;
  const found = await findIncident(provider, record, incident);
  const story = await readStory(provider, record, incident.id);
  const isNew = !existsSync(path);
  if (isNew || refresh) {
    const overview = await readOverview(provider, record, found, incident.text);
    const facts = { overview, story, book, chainId: record.chainId };
    const text = isNew ? renderPostmortem(facts) : refreshPostmortem(path, facts);
    if (!dryRun) writePostmortem(path, text);
    const outcome = dryRun ? "dry-run" : isNew ? "scaffolded" : "refreshed";
    const next = "Write what is in double brackets, then run the same command without --refresh.";
    context.reporter.result({ ok: true, outcome, incident, file: path }, `${outcome}: ${path}\n${next}`);
    return;
  }
  const digest = documentDigest(path, "postmortem", POSTMORTEM_FORM);
  const act = fileReviewAct(incident, digest, interim, story);
  await takeStep(context, suite, taskArguments, act, { file: path, digest, interim });
});
