import { existsSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { parseArgs } from "node:util";

import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { renderReport } from "#lib/evidence/render-report";
import { readTrust } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { parseLabel } from "#lib/input/parse-label";

const USAGE = "Usage: evidence:verify -- BUNDLE --trust TRUST.json [--incident ID] [--json]";

/** The command line of the verifier. */
export async function runVerify(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    const { bundle, trust, incident } = parse(args);
    return await verifyAndReport(bundle, trust, incident, terminalReporter({ json }));
  } catch (error) {
    return reportError(error, { json });
  }
}

/**
 * Verifies and prints; shared by the script and the Hardhat task.
 *
 * @param incident Label or id of the incident that the bundle must tell of; empty for any.
 */
export async function verifyAndReport(
  bundle: string,
  trustPath: string | undefined,
  incident: string | undefined,
  reporter: Reporter,
): Promise<ExitCode> {
  const asked = incident === undefined || incident === "" ? undefined : parseLabel(incident, "incident").id;
  refuseTrustInside(bundle, trustPath);
  const trust = readTrust(trustPath);
  if (!existsSync(bundle) || !statSync(bundle).isDirectory()) {
    throw new SuiteError({
      code: "input/bundle",
      message: `${bundle} is not a folder.`,
      hint: "Name the folder that evidence export wrote.",
    });
  }
  reporter.step(`Verifying ${bundle}`);
  const report = await verifyBundle(bundle, trust, asked === undefined ? {} : { incident: asked });
  reporter.result(report, renderReport(report));
  return report.ok ? ExitCode.ok : ExitCode.unproven;
}

/** Whoever wrote the bundle wrote that trust file too. */
function refuseTrustInside(bundle: string, trustPath: string | undefined): void {
  if (trustPath === undefined || !existsSync(trustPath) || !existsSync(bundle)) return;
  if (!realpathSync(trustPath).startsWith(`${realpathSync(bundle)}${sep}`)) return;
  throw new SuiteError({
    code: "input/trust-in-bundle",
    message: `${trustPath} lies in the bundle that it is to judge.`,
    hint: "Take it from your own records, supervisors or a second node: who wrote the bundle wrote this.",
  });
}

function parse(args: readonly string[]): {
  readonly bundle: string;
  readonly trust: string | undefined;
  readonly incident: string | undefined;
} {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { trust: { type: "string" }, incident: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [bundle] = positionals;
    if (bundle === undefined || positionals.length > 1) throw new Error("Exactly one bundle is needed");
    return { bundle, trust: values.trust, incident: values.incident };
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: USAGE,
      cause,
    });
  }
}
