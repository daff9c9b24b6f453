import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import { readSafeRequest } from "#lib/safe/safe-file";
import { copyDemoCountry } from "#support/emergency-country";
import { guideSections } from "#support/guide";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";
import { Terminal } from "#support/terminal";

/** Somebody who has a guide, a node with the demonstration country, and an empty folder; `leave` takes them home. */
export interface Reader {
  readonly suite: DeployedSuite;
  /** A terminal of somebody who has typed nothing yet. */
  readonly sitDown: () => Terminal;
  readonly leave: () => void;
}

/** Sits a reader down in a folder that has the deployment as `deployments/anvil`, and the documents. */
export async function guideReader(): Promise<Reader> {
  const home = process.cwd();
  const suite = await loadSuite();
  const folder = temporaryFolder();
  const deployment = join(folder, "deployments/anvil");
  mkdirSync(deployment, { recursive: true });
  symlinkSync(join(home, "docs"), join(folder, "docs"));
  copyDemoCountry(deployment);
  writeContractsRecord(deployment, suite.record);
  process.chdir(folder);
  return {
    suite,
    sitDown: () => new Terminal(folder, suite.connection),
    leave: () => {
      process.chdir(home);
    },
  };
}

/** Types what the guide for operators says must be there before an emergency: the roster. */
export async function prepareForEmergencies(terminal: Terminal): Promise<void> {
  const [first, ...parts] = guideSections(readFileSync("docs/operators.md", "utf8"));
  const preparation = parts.find(({ title }) => title === "Prepare for emergencies");
  for (const command of [first, preparation].flatMap((section) => section?.commands ?? []))
    await terminal.type(command);
}

/**
 * What a council is asked to sign is signed and sent by the commands that an answer prints.
 *
 * @param answer What a task printed.
 */
export async function signAsAsked(
  terminal: Terminal,
  { record, governance }: DeployedSuite,
  answer: string,
): Promise<void> {
  const [first = "", signing = "", ...sending] = answer.trimEnd().split("\n");
  const [, file] = /^to be signed: (.*)$/.exec(first) ?? [];
  if (file === undefined) return;
  const { safe } = readSafeRequest(file);
  const council = (Object.keys(record.safes) as CouncilKey[]).find((key) => record.safes[key].address === safe);
  if (council === undefined) throw new Error(`no council has the Safe ${safe}`);
  const { seats, threshold } = governance.councils[council];
  for (const { owner } of seats.slice(0, threshold)) await terminal.type(`${signing} --account ${owner}`);
  for (const command of sending) await terminal.type(command);
}
