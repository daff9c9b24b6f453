import { existsSync, readFileSync } from "node:fs";

import { keccak256 } from "ethers";

import { answerWithAct, type RequestArguments } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments, type TaskContext } from "../support/run-task.ts";
import { openSuite, type OpenSuite } from "../support/suite-connection.ts";

import type { EmergencyConfig } from "#lib/deployment/emergency-schema";
import { playbookAct, restrictAct, type Restriction } from "#lib/emergency/acts";
import { parseMode } from "#lib/emergency/mode";
import { readPlaybook } from "#lib/emergency/playbook";
import { playbookDocument } from "#lib/emergency/playbook-change";
import { describePreview, previewRestrictions } from "#lib/emergency/preview";
import { emergencyRequestPath } from "#lib/emergency/request-path";
import { parseRestrictionTime } from "#lib/emergency/restriction-time";
import { RESTRICTING_MODES } from "#lib/emergency/system-modes";
import { readEmergencyConfig, SystemBook } from "#lib/emergency/systems";
import { SuiteError } from "#lib/errors/suite-error";
import { reasonDigest } from "#lib/files/reason";
import { parseSeverity, severities } from "#lib/incident/incident";
import { parseLabel, type Label } from "#lib/input/parse-label";
import type { CouncilAct } from "#lib/safe/council-request";

interface RestrictArguments extends SuiteTaskArguments, RequestArguments {
  readonly playbook: string;
  readonly system: string;
  readonly mode: string;
  readonly duration: string;
  readonly incident: string;
  readonly severity: string;
  readonly reason: string;
}

/** One act, and what it does to which systems. */
interface Plan {
  readonly act: CouncilAct;
  readonly restrictions: readonly Restriction[];
  readonly duration: number;
  readonly file: string;
}

export default runTask(async (taskArguments: RestrictArguments, context) => {
  const { reporter, deploymentDirectory } = context;
  const incident = parseLabel(taskArguments.incident, "--incident");
  const config = readEmergencyConfig(deploymentDirectory);
  const planFor =
    taskArguments.playbook === ""
      ? explicitPlan(taskArguments, incident, config, context)
      : playbookPlan(taskArguments, incident, config, context);
  const suite = await openSuite(context);
  const plan = await planFor(suite);
  const { previews, reviewOverdue } = await previewRestrictions(suite.provider, suite.record, plan);
  for (const preview of previews) reporter.info(describePreview(preview));
  if (reviewOverdue) reporter.warn("A review is overdue: each system has its reserve of 12h and no more.");
  if (previews.every(({ hindrance }) => hindrance !== null)) {
    reporter.warn("As the chain stands, this would change nothing and be refused.");
  }
  const answer = { incident, reviewOverdue, systems: previews };
  await answerWithAct(context, suite, plan.act, taskArguments, plan.file, answer);
});

/** From the command line alone. */
function explicitPlan(
  { system: name, mode: written, duration: length, severity, reason }: RestrictArguments,
  incident: Label,
  { systems }: EmergencyConfig,
  { deploymentDirectory }: TaskContext,
): (suite: OpenSuite) => Promise<Plan> {
  const system = new SystemBook(systems).resolve(name);
  const restrictions = [{ system, mode: parseMode(written, RESTRICTING_MODES) }];
  const duration = parseRestrictionTime(length);
  const act = restrictAct({
    restrictions,
    duration,
    incident,
    severity: severities.indexOf(parseSeverity(severity, ["SEV1", "SEV2"])),
    reasonDigest: reasonDigest(reason),
  });
  const file = emergencyRequestPath(deploymentDirectory, incident, "restrict", system.name);
  return () => Promise.resolve({ act, restrictions, duration, file });
}

/** From the chain: what was approved is what is done, whatever the files on this machine say. */
function playbookPlan(
  { playbook: name, system, mode, reason }: RestrictArguments,
  incident: Label,
  { systems, playbooks }: EmergencyConfig,
  { deploymentDirectory, reporter }: TaskContext,
): (suite: OpenSuite) => Promise<Plan> {
  if ([system, mode, reason].some((option) => option !== "")) {
    throw new SuiteError({
      code: "input/options",
      message: "--playbook excludes --system, --mode and --reason: it says what was approved.",
      hint: "Give either a playbook, or a system with its mode and a reason.",
    });
  }
  const playbook = parseLabel(name, "--playbook");
  const entry = playbooks.find(({ key }) => key === playbook.text);
  const document = entry === undefined ? undefined : playbookDocument(deploymentDirectory, entry);
  const file = emergencyRequestPath(deploymentDirectory, incident, "playbook", playbook.text);
  return async ({ provider, record }) => {
    const content = await readPlaybook(provider, record, playbook, new SystemBook(systems), playbooks);
    if (document !== undefined && existsSync(document) && keccak256(readFileSync(document)) !== content.digest) {
      reporter.warn(`${document} is not the document that was approved, ${content.digest}.`);
    }
    reporter.info("A narrative is owed within 24h: npx hardhat emergency narrative");
    const { restrictions, duration } = content;
    return { act: playbookAct(playbook, incident), restrictions, duration, file };
  };
}
