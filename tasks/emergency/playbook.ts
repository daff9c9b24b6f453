import { join } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";

import { configuredPlaybook, playbookCalls, requireDocument } from "#lib/emergency/playbook-change";
import { readEmergencyConfig, SystemBook } from "#lib/emergency/systems";
import { writeJsonFile } from "#lib/files/json-file";
import { showDuration } from "#lib/input/show-duration";

interface PlaybookArguments extends SuiteTaskArguments {
  readonly name: string;
  readonly dryRun: boolean;
}

/** Asks no node: a playbook is words, and a change brings it to the chain. */
export default runTask(({ name, dryRun }: PlaybookArguments, { deploymentDirectory, reporter }) => {
  const { systems, playbooks } = readEmergencyConfig(deploymentDirectory);
  const playbook = configuredPlaybook(playbooks, name);
  requireDocument(deploymentDirectory, playbook);
  const calls = playbookCalls(playbook, new SystemBook(systems));
  const file = join(deploymentDirectory, "playbooks", `${playbook.key}.calls.json`);
  reporter.step(`Playbook ${playbook.key}, document ${playbook.digest}`);
  for (const { system, mode } of playbook.restrictions) {
    reporter.info(`${system} to ${mode} for at most ${showDuration(playbook.duration)}`);
  }
  if (!dryRun) writeJsonFile(file, calls);
  reporter.result(
    { ok: true, outcome: dryRun ? "dry-run" : "written", playbook, ...calls, file },
    dryRun ? `dry run: ${file}` : `written: ${file}\nBring it to the chain with: npx hardhat change new --from ${file}`,
  );
  return Promise.resolve();
});
