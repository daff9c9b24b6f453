import { expect } from "chai";

import type { CouncilKey } from "#lib/deployment/governance-checks";
import { parseDuration } from "#lib/input/parse-duration";
import { readSafe } from "#lib/safe/read-safe";
import { readSafeRequest, signedPath } from "#lib/safe/safe-file";
import { passTime } from "#support/governed-changes";
import type { RunbookStep } from "#support/runbook";
import type { DeployedSuite } from "#support/suite";
import type { Terminal } from "#support/terminal";

/**
 * Types steps of a runbook word for word. Each must print what the runbook says, and end with the exit code that its
 * last line names, or with 0. Councils sign what they are asked to. A comment `# 48h later` lets that time pass.
 */
export async function typeSteps(
  terminal: Terminal,
  suite: DeployedSuite,
  steps: readonly RunbookStep[],
): Promise<void> {
  for (const { command, prints } of steps) {
    const [, duration] = /^# (\w+) later\b/.exec(command) ?? [];
    if (duration !== undefined) {
      await passTime(suite, parseDuration(duration));
      continue;
    }
    const [, exitCode = "0"] = /^exit code (\d+)$/.exec(prints.at(-1) ?? "") ?? [];
    const outcome = await terminal.run(command);
    const printed = `${outcome.stdout}${outcome.stderr}`;
    expect(outcome.exitCode, `${command}\n${printed}`).to.equal(Number(exitCode));
    expectLines(command, printed, exitCode === "0" ? prints : prints.slice(0, -1));
    await signEverything(terminal, suite, outcome.stdout);
  }
}

/** The lines that a runbook shows are printed, in their order; others may stand between them. */
function expectLines(command: string, printed: string, shown: readonly string[]): void {
  const lines = printed.split("\n").map(plain);
  let from = 0;
  for (const line of shown) {
    const parts = plain(line).split("…");
    const pattern = new RegExp(`^${parts.map(literally).join(".*")}$`);
    const found = lines.findIndex((candidate, index) => index >= from && pattern.test(candidate));
    if (found === -1) throw new Error(`${command}\ndoes not print: ${line}\nbut:\n${printed}`);
    from = found + 1;
  }
}

/** Columns are as wide as what else stands in them. */
function plain(line: string): string {
  return line.trim().replaceAll(/\s+/g, " ");
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What councils are asked to sign is signed by as many of their owners as it takes now, and sent. */
async function signEverything(terminal: Terminal, suite: DeployedSuite, answer: string): Promise<void> {
  for (const [, file = ""] of answer.matchAll(/^to be signed: (.*)$/gm)) {
    for (const owner of await quorumOf(suite, readSafeRequest(file).safe)) {
      await terminal.type(`npx hardhat safe sign ${file} --account ${owner}`);
    }
    await terminal.type(`npx hardhat safe combine ${file}`);
    await terminal.type(`npx hardhat safe execute ${signedPath(file)}`);
  }
}

/** The first owners, in the order of the council's seats: all constituencies are among them. */
async function quorumOf({ provider, record, governance }: DeployedSuite, safe: string): Promise<string[]> {
  const council = (Object.keys(record.safes) as CouncilKey[]).find((key) => record.safes[key].address === safe);
  if (council === undefined) throw new Error(`no council has the Safe ${safe}`);
  const { threshold } = await readSafe(provider, safe);
  return governance.councils[council].seats.slice(0, threshold).map(({ owner }) => owner);
}
