/**
 * `npm run demo [-- --out DIR] [--json]`: the main job on an embedded chain, from deployment to verified evidence.
 *
 * Writes `DIR/bundle`, `DIR/trust.json`, `DIR/summary.json` and the dossiers under `DIR/deployment`.
 */
import { join, resolve } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import hre from "hardhat";

import { validateUpgrade } from "../tasks/support/validate-upgrade.ts";

import { reportError, terminalReporter } from "#lib/console/reporter";
import { openStage } from "#lib/demo/open-stage";
import { clearPreviousRun } from "#lib/demo/output";
import { renderSummary } from "#lib/demo/render-summary";
import { runDemo } from "#lib/demo/run-demo";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";

const root = fileURLToPath(new URL("..", import.meta.url));

process.exitCode = await main(argv.slice(2));

async function main(args: string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  const reporter = terminalReporter({ json });
  try {
    const out = resolve(outOf(args));
    clearPreviousRun(out);
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const summary = await runDemo(await openStage({ hre, out, reporter, validateUpgrade }), out);
    reporter.result(summary, renderSummary(summary, out));
    return summary.ok ? ExitCode.ok : ExitCode.unproven;
  } catch (error) {
    return reportError(error, { json });
  }
}

function outOf(args: string[]): string {
  try {
    const { values } = parseArgs({
      args,
      options: { out: { type: "string", default: join(root, "out/demo") }, json: { type: "boolean", default: false } },
    });
    if (values.out === "") throw new Error("--out names no folder");
    return values.out;
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${(cause as Error).message}.`,
      hint: "Usage: npm run demo -- [--out DIR] [--json]",
      cause,
    });
  }
}
