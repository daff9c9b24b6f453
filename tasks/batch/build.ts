import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSecret, type SecretArguments } from "../support/secret.ts";

import { batchFolder, parsePeriod } from "#lib/batch/batch-folder";
import { describeRefusal, type Refusal } from "#lib/batch/refusals";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";
import { SuiteError } from "#lib/errors/suite-error";
import { parseInteger } from "#lib/input/parse-integer";
import { readRuleSet } from "#lib/program/rule-set";

interface BuildArguments extends SuiteTaskArguments, SecretArguments {
  readonly payout: string;
  readonly rules: string;
  readonly period: string;
  readonly rows: string;
  readonly total: string;
  readonly name: string;
}

export default runTask(async (taskArguments: BuildArguments, context) => {
  const { reporter, deploymentDirectory } = context;
  const payout = resolve(taskArguments.payout);
  const rules = readRuleSet(resolve(taskArguments.rules));
  const period = parsePeriod(taskArguments.period);
  const control = {
    rows: Number(parseInteger(taskArguments.rows, "--rows")),
    total: parseInteger(taskArguments.total, "--total"),
  };
  const folder = batchFolder(deploymentDirectory, rules.ruleSet.program, period, taskArguments.name);
  const secret = await openSecret(context, taskArguments);
  reporter.step(`Building ${folder}`);
  reporter.info(`rule set ${rules.digest}, version ${String(rules.ruleSet.version)}`);
  try {
    const summary = await runApart("build", { payout, rules, period, control, secret, folder }, terminalProgress);
    const { count, total, root, manifestDigest } = summary;
    reporter.result(
      { ok: true, folder, ...summary },
      `${folder}\n${String(count)} rows, total ${total}\nroot ${root}\nmanifest (SHA-256) ${manifestDigest}`,
    );
  } catch (error) {
    if (error instanceof SuiteError && error.code === "refused/payout-file") {
      for (const refusal of error.details["first"] as readonly Refusal[]) reporter.warn(describeRefusal(refusal));
    }
    throw error;
  }
});
