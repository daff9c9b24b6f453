import { join } from "node:path";

import hre from "hardhat";

import { validateUpgrade } from "../../tasks/support/validate-upgrade.ts";

import { silentReporter } from "#lib/console/reporter";
import { openStage } from "#lib/demo/open-stage";
import { runDemo } from "#lib/demo/run-demo";
import type { Stage } from "#lib/demo/stage";
import type { Summary } from "#lib/demo/summary";
import { type BundleFiles, readBag } from "#lib/evidence/bag";
import { readTrust, type Trust } from "#lib/evidence/trust";
import { temporaryFolder } from "#support/temporary-folder";

/** The demonstration as it ended, with its chain still there. */
export interface DemoRun {
  /** Holds `out`; a place for more files. */
  readonly folder: string;
  readonly out: string;
  readonly stage: Stage;
  readonly summary: Summary;
  readonly files: BundleFiles;
  readonly trust: Trust;
}

let shared: Promise<DemoRun> | undefined;

/** One run of the demonstration for every test of a process. */
export function demoRun(): Promise<DemoRun> {
  shared ??= run();
  return shared;
}

async function run(): Promise<DemoRun> {
  const folder = temporaryFolder();
  const out = join(folder, "out");
  const stage = await openStage({ hre, out, reporter: silentReporter(), validateUpgrade });
  const summary = await runDemo(stage, out);
  return { folder, out, stage, summary, files: readBag(summary.bundle), trust: readTrust(join(out, "trust.json")) };
}
