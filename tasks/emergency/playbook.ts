import { join } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { findPlaybook } from "#lib/emergency/playbook";
import { configuredPlaybook, playbookCalls, requireDocument } from "#lib/emergency/playbook-change";
import { playbookId } from "#lib/emergency/system-id";
import { readEmergencyConfig, SystemBook } from "#lib/emergency/systems";
import { writeJsonFile } from "#lib/files/json-file";
import { showDuration } from "#lib/input/show-duration";

interface PlaybookArguments extends SuiteTaskArguments {
  readonly name: string;
  readonly dryRun: boolean;
}

/** A playbook is words; a change brings it to the chain, and its rollback brings back what the chain has now. */
export default runTask(async ({ name, dryRun }: PlaybookArguments, context) => {
  const { deploymentDirectory, reporter } = context;
  const { systems, playbooks } = readEmergencyConfig(deploymentDirectory);
  const playbook = configuredPlaybook(playbooks, name);
  requireDocument(deploymentDirectory, playbook);
  const book = new SystemBook(systems);
  const { provider, record } = await openSuite(context);
  const former = await findPlaybook(provider, record, playbookId(playbook.key), book);
  const calls = playbookCalls(playbook, book, former);
  const file = join(deploymentDirectory, "playbooks", `${playbook.key}.calls.json`);
  reporter.step(`Playbook ${playbook.key}, document ${playbook.digest}`);
  for (const { system, mode } of playbook.restrictions) {
    reporter.info(`${system} to ${mode} for at most ${showDuration(playbook.duration)}`);
  }
  if (former !== undefined) reporter.info(`It replaces document ${former.digest}; the rollback restores that.`);
  if (!dryRun) writeJsonFile(file, calls);
  reporter.result(
    { ok: true, outcome: dryRun ? "dry-run" : "written", playbook, former: former ?? null, ...calls, file },
    dryRun ? `dry run: ${file}` : `written: ${file}\nBring it to the chain with: npx hardhat change new --from ${file}`,
  );
});
