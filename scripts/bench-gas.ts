/**
 * `npm run bench:gas [-- --production --json]`: gas of the suite beside OpenZeppelin's TimelockController and
 * AccessManager, which do the same job through the same guarded Safe and through one without a guard, and of its limit
 * beside public limiters, with the updates by which each of these creates capacity. One run, one chain, one compiler
 * setting for all: the default build profile, or with `--production` the one that is deployed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv } from "node:process";

import hre from "hardhat";

import { validateUpgrade } from "../tasks/support/validate-upgrade.ts";

import { renderGasTable } from "#lib/bench/gas-table";
import { renderScoreboard } from "#lib/bench/limiter-scoreboard";
import { measureGas, type GasReport } from "#lib/bench/run-gas";
import { reportError, silentReporter, terminalReporter } from "#lib/console/reporter";
import { openStage } from "#lib/demo/open-stage";

/** What is deployed besides the suite. */
const SOURCES = ["Peers", "ModeProbes", "Limiters", "FreeCapacity"].map((name) => `test/contracts/bench/${name}.sol`);

const json = argv.includes("--json");
const profile = argv.includes("--production") ? "production" : "default";
const reporter = terminalReporter({ json });
const out = mkdtempSync(join(tmpdir(), "sign-bench-"));
try {
  reporter.step("Building the suite and its peers");
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true, defaultBuildProfile: profile });
  await hre.tasks
    .getTask("build")
    .run({ quiet: true, noContracts: true, files: SOURCES, defaultBuildProfile: profile });
  reporter.step("Measuring");
  const stage = await openStage({ hre, out, reporter: silentReporter(), validateUpgrade });
  const report = await measureGas({ stage, artifact: (name) => hre.artifacts.readArtifact(name) });
  reporter.result({ profile, ...report }, `${renderGasTable(report.rows)}\n\n${verdict(report)}`);
} catch (error) {
  process.exitCode = reportError(error, { json });
} finally {
  rmSync(out, { recursive: true, force: true });
}

function verdict({ aim, modeCheck, limitUse, scoreboard }: GasReport): string {
  const outcome = ({ met }: { readonly met: boolean }): string => (met ? "met" : "NOT met");
  const question = (what: string, cost: GasReport["modeCheck"]["untouched"]): string => {
    const [cold, warm] = (["cold", "warm"] as const).map((name) => {
      const { gas, limit } = cost[name];
      return `${gas.toLocaleString("en-US")} ${name} (aim: ≤ ${limit.toLocaleString("en-US")}): ${outcome(cost[name])}`;
    });
    return `Asking for the mode of a system ${what} adds ${cold ?? ""}; ${warm ?? ""}.`;
  };
  return (
    `Build profile ${profile}. A whole change costs ×${aim.ratio.toFixed(2)} of the guarded Safe's way through a ` +
    `TimelockController (aim: ≤ ×${aim.limit.toFixed(2)}): ${outcome(aim)}.\n` +
    `${question("never restricted", modeCheck.untouched)}\n${question("after a restriction", modeCheck.expired)}\n` +
    `A use of a limit costs ${limitUse.gas.toLocaleString("en-US")} in the steady state ` +
    `(aim: ≤ ${limitUse.limit.toLocaleString("en-US")}): ${outcome(limitUse)}.\n\n` +
    `Updates after which more can be spent than right before:\n${renderScoreboard(scoreboard)}`
  );
}
