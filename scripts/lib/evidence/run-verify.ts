import { existsSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { parseArgs } from "node:util";

import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { renderReport } from "#lib/evidence/render-report";
import { readTrust } from "#lib/evidence/trust";
import { examineBundle } from "#lib/evidence/verify-bundle";
import { parseLabel } from "#lib/input/parse-label";
import { parsePagePath, writePage } from "#lib/report/write-page";

const USAGE = "Usage: evidence:verify -- BUNDLE --trust TRUST.json [--incident ID] [--report FILE.html] [--json]";

/** The command line of the verifier. */
export async function runVerify(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    return await verifyAndReport(parse(args), terminalReporter({ json }));
  } catch (error) {
    return reportError(error, { json });
  }
}

/** What is to be verified, as a command line says it. */
export interface VerifyOrder {
  readonly bundle: string;
  /** Path of the trust file; undefined or empty when none was given. */
  readonly trust: string | undefined;
  /** Label or id of the incident that the bundle must tell of; empty for any. */
  readonly incident: string;
  /** Where to write a page for people, with the verdict in front; empty for nowhere. */
  readonly report: string;
}

/** Verifies and prints; shared by the script and the Hardhat task. */
export async function verifyAndReport(
  { bundle, trust: trustPath, incident, report: pagePath }: VerifyOrder,
  reporter: Reporter,
): Promise<ExitCode> {
  const asked = incident === "" ? undefined : parseLabel(incident, "incident").id;
  refuseTrustInside(bundle, trustPath);
  const trust = readTrust(trustPath);
  if (!existsSync(bundle) || !statSync(bundle).isDirectory()) {
    throw new SuiteError({
      code: "input/bundle",
      message: `${bundle} is not a folder.`,
      hint: "Name the folder that evidence export wrote.",
    });
  }
  const page = pagePath === "" ? undefined : parsePagePath(pagePath, bundle);
  reporter.step(`Verifying ${bundle}`);
  const found = await examineBundle(bundle, trust, asked === undefined ? {} : { incident: asked });
  if (page !== undefined) {
    writePage(page, bundle, found);
    reporter.info(`${page} tells it to people`);
  }
  reporter.result(found.report, renderReport(found.report));
  return found.report.ok ? ExitCode.ok : ExitCode.unproven;
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

function parse(args: readonly string[]): VerifyOrder {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        trust: { type: "string" },
        incident: { type: "string", default: "" },
        report: { type: "string", default: "" },
        json: { type: "boolean", default: false },
      },
    });
    const [bundle] = positionals;
    if (bundle === undefined || positionals.length > 1) throw new Error("Exactly one bundle is needed");
    const { trust, incident, report } = values;
    return { bundle, trust, incident, report };
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: USAGE,
      cause,
    });
  }
}
