import { existsSync, realpathSync, statSync } from "node:fs";
import { sep } from "node:path";
import { parseArgs } from "node:util";

import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { parseSampleSize } from "#lib/disclosure/sample";
import type { GivenDisclosure } from "#lib/disclosure/judge-disclosure";
import { readIdentityFile } from "#lib/encryption/identity";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { parseSubject } from "#lib/evidence/parse-subject";
import { renderReport } from "#lib/evidence/render-report";
import { readTrust } from "#lib/evidence/trust";
import { examineBundle } from "#lib/evidence/verify-bundle";
import { parsePagePath, writePage } from "#lib/report/write-page";

const USAGE =
  "Usage: evidence:verify -- BUNDLE --trust TRUST.json [--incident ID | --program ID] [--disclosure BAG [--sample K] [--identity FILE]] [--report FILE.html] [--json]";

/** The command line of the verifier. */
export async function runVerify(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    return await verifyAndReport(parse(args), terminalReporter({ json }));
  } catch (error) {
    return reportError(error, { json });
  }
}

/** What is to be verified, as somebody typed it; empty for what was not given. */
export interface VerifyOrder {
  readonly bundle: string;
  readonly trust: string;
  /** Label or id of the incident that the bundle must tell of. */
  readonly incident: string;
  /** The same of a programme. */
  readonly program: string;
  /** Folder of disclosed rows to be judged beside the bundle. */
  readonly disclosure: string;
  /** How many rows the disclosure must have drawn. */
  readonly sample: string;
  /** Identity file of age that opens encrypted rows. */
  readonly identity: string;
  /** Where to write a page for people, with the verdict in front. */
  readonly report: string;
}

/** Verifies and prints; shared by the script and the Hardhat task. */
export async function verifyAndReport(order: VerifyOrder, reporter: Reporter): Promise<ExitCode> {
  const { bundle } = order;
  const subject = parseSubject(order);
  const disclosure = await parseDisclosure(order);
  for (const folder of [bundle, ...(disclosure === undefined ? [] : [disclosure.path])]) {
    refuseTrustInside(folder, order.trust);
  }
  const trust = readTrust(order.trust);
  requireFolder(bundle, "Name the folder that evidence export wrote.");
  if (disclosure !== undefined) requireFolder(disclosure.path, "Name the folder that evidence disclose wrote.");
  const page = order.report === "" ? undefined : parsePagePath(order.report, bundle);
  reporter.step(`Verifying ${bundle}`);
  const asked = subject === undefined ? undefined : { kind: subject.kind, id: subject.label.id };
  const found = await examineBundle(bundle, trust, { subject: asked, disclosure });
  if (page !== undefined) {
    writePage(page, bundle, found);
    reporter.info(`${page} tells it to people`);
  }
  reporter.result(found.report, renderReport(found.report));
  return found.report.ok ? ExitCode.ok : ExitCode.unproven;
}

/** @throws SuiteError `input/arguments`, `input/integer`, `input/sample-size`, those of `readIdentityFile`. */
async function parseDisclosure({ disclosure, sample, identity }: VerifyOrder): Promise<GivenDisclosure | undefined> {
  if (disclosure === "" && sample === "" && identity === "") return undefined;
  if (disclosure === "") {
    throw new SuiteError({ code: "input/arguments", message: "Nothing is disclosed.", hint: USAGE });
  }
  return {
    path: disclosure,
    sample: sample === "" ? undefined : parseSampleSize(sample),
    identity: identity === "" ? undefined : await readIdentityFile(identity),
  };
}

function requireFolder(path: string, hint: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  throw new SuiteError({ code: "input/bundle", message: `${path} is not a folder.`, hint });
}

/** Whoever wrote the bundle wrote that trust file too. */
function refuseTrustInside(bundle: string, trustPath: string): void {
  if (!existsSync(trustPath) || !existsSync(bundle)) return;
  if (!realpathSync(trustPath).startsWith(`${realpathSync(bundle)}${sep}`)) return;
  throw new SuiteError({
    code: "input/trust-in-bundle",
    message: `${trustPath} lies in the bundle that it is to judge.`,
    hint: "Take it from your own records, supervisors or a second node: who wrote the bundle wrote this.",
  });
}

function parse(args: readonly string[]): VerifyOrder {
  try {
    const text = { type: "string", default: "" } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        trust: text,
        incident: text,
        program: text,
        disclosure: text,
        sample: text,
        identity: text,
        report: text,
        json: { type: "boolean", default: false },
      },
    });
    const [bundle] = positionals;
    if (bundle === undefined || positionals.length > 1) throw new Error("Exactly one bundle is needed");
    const { trust, incident, program, disclosure, sample, identity, report } = values;
    return { bundle, trust, incident, program, disclosure, sample, identity, report };
  } catch (cause) {
    throw new SuiteError({
      code: "input/arguments",
      message: `${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: USAGE,
      cause,
    });
  }
}
