import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { Task } from "hardhat/types/tasks";

import { expect } from "chai";
import hre from "hardhat";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { ExitCode } from "#lib/errors/exit-code";
import { captureTask } from "#support/captured-task";
import { paperRecord, putCode } from "#support/record";
import { temporaryFolder } from "#support/temporary-folder";

/** What is wrong, and how a task says so. Everything that is not given is right. */
export type RefusalCase = readonly [id: string, given: Readonly<Record<string, unknown>>, code: string];

/** Tasks that are given wrong input, on a deployment that exists on paper. */
export interface RefusedTasks {
  readonly cases: readonly RefusalCase[];
  readonly tasks: () => readonly string[];
  /** A folder with the deployment and the files that the arguments name. */
  readonly country: () => string;
  /** Arguments that are right, altered by what is given. */
  readonly rightArguments: (id: string, given: Readonly<Record<string, unknown>>, folder: string) => object;
}

/** Declares the tests that each group of tasks owes: every case, and what none of them works with. */
export function itRefuses({ cases, tasks, country, rightArguments }: RefusedTasks): void {
  before(() => putCode("0x00"));

  for (const [id, given, code] of cases) {
    it(`${id} ${JSON.stringify(given).slice(0, 80)} ends with ${code}`, async () => {
      const folder = country();
      const before = readdirSync(folder, { recursive: true });
      const { exitCode, stdout, stderr } = await captureTask(id.split(" "), rightArguments(id, given, folder));
      const { ok, error } = JSON.parse(stdout) as { ok: boolean; error: { code: string; exitCode: number } };
      expect([ok, error.code, error.exitCode], stderr).to.deep.equal([false, code, exitCode]);
      expect(exitCode).to.equal(code.startsWith("refused") ? ExitCode.refused : ExitCode.badInput);
      expect(readdirSync(folder, { recursive: true })).to.deep.equal(before);
    });
  }

  it("every one of them refuses a missing deployment and the node of another chain", async () => {
    for (const id of tasks()) {
      const elsewhere = country();
      writeContractsRecord(elsewhere, { ...paperRecord(), chainId: 1 });
      const nowhere = join(temporaryFolder(), "none");
      const wrongChain = await captureTask(id.split(" "), rightArguments(id, {}, elsewhere));
      const missing = await captureTask(id.split(" "), { ...rightArguments(id, {}, elsewhere), deployment: nowhere });
      const ended = [wrongChain.exitCode, missing.exitCode];
      expect(ended, `${id}: ${wrongChain.stderr}`).to.deep.equal([ExitCode.chain, ExitCode.badInput]);
    }
  });

  it("every one of them refuses a chain that has no code where contracts.json says", async () => {
    const folder = country();
    await putCode("0x");
    for (const id of tasks()) {
      const { stdout } = await captureTask(id.split(" "), rightArguments(id, {}, folder));
      const { error } = JSON.parse(stdout) as { error: { code: string; exitCode: number } };
      expect([error.code, error.exitCode], id).to.deep.equal(["conflict/not-deployed", ExitCode.conflict]);
    }
  });
}

/** Every task of some groups, and of the groups within them, by its words. */
export function tasksOf(...groups: readonly string[]): string[] {
  const within = (task: Task): readonly Task[] => (task.isEmpty ? [...task.subtasks.values()].flatMap(within) : [task]);
  return [...hre.tasks.rootTasks.values()]
    .filter(({ id }) => groups.includes(id.join(" ")))
    .flatMap(within)
    .map(({ id }) => id.join(" "))
    .sort();
}
