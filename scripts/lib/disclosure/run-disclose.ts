import { parseArgs } from "node:util";

import { parseLocalBatch } from "#lib/batch/batch-reference";
import { runApart } from "#lib/batch/run-apart";
import { terminalProgress } from "#lib/console/progress";
import { reportError, type Reporter, terminalReporter } from "#lib/console/reporter";
import { discloseBatch, type DisclosureOrder } from "#lib/disclosure/disclose-batch";
import type { Selection } from "#lib/disclosure/disclosure-format";
import { parseSampleSize, SAMPLE_ALGORITHM } from "#lib/disclosure/sample";
import { parseRecipients } from "#lib/encryption/recipients";
import { ExitCode } from "#lib/errors/exit-code";
import { SuiteError } from "#lib/errors/suite-error";
import { readTrust } from "#lib/evidence/trust";
import { parseInteger } from "#lib/input/parse-integer";

const USAGE =
  "Usage: evidence:disclose -- BATCH TARGET --bundle BUNDLE --trust TRUST.json (--row N | --sample K) [--encrypt-to RECIPIENT …] [--dry-run] [--json]";

export interface DisclosureArguments {
  /** Folder of the batch, with its salts. */
  readonly batch: string;
  readonly target: string;
  readonly bundle: string;
  readonly trust: string;
  /** Index of one row; empty for a sample. */
  readonly row: string;
  /** Number of rows; empty for one row. */
  readonly sample: string;
  /** Recipients of age; none for rows that lie open. */
  readonly encryptTo: readonly string[];
  readonly dryRun: boolean;
  readonly reporter: Reporter;
}

/** The command line of the discloser. */
export async function runDisclose(args: readonly string[]): Promise<ExitCode> {
  const json = args.includes("--json");
  try {
    await discloseAndReport({ ...parse(args), reporter: terminalReporter({ json }) });
    return ExitCode.ok;
  } catch (error) {
    return reportError(error, { json });
  }
}

/** Discloses and prints; shared by the script and the Hardhat task. */
export async function discloseAndReport(given: DisclosureArguments): Promise<void> {
  const { batch, target, bundle, trust, row, sample, dryRun, reporter } = given;
  const openRows: DisclosureOrder["openRows"] = (request) => runApart("discloseMany", request, terminalProgress);
  const order = { target, bundle, dryRun, reporter, openRows };
  const recipients = parseRecipients(given.encryptTo, "--encrypt-to");
  const selection = parseSelection(row, sample);
  if (bundle === "") throw badArguments("--bundle is needed: the evidence that knows the batch");
  const local = parseLocalBatch(batch);
  const result = await discloseBatch({ ...order, selection, recipients, local, trust: readTrust(trust) });
  const { bag, rows } = result;
  const done = bag === null ? "Nothing was written; would be disclosed" : `${bag}: disclosed`;
  reporter.result(
    { ok: true, ...result },
    `${done} ${rows.length} of batch ${result.batchId}: rows ${rows.join(", ")}`,
  );
}

/** @throws SuiteError `input/arguments`, `input/integer`. */
function parseSelection(row: string, sample: string): Selection {
  if ((row === "") === (sample === "")) throw badArguments("Either --row or --sample is needed, and not both");
  if (row !== "") return { kind: "row", index: Number(parseInteger(row, "--row")) };
  const size = parseSampleSize(sample);
  return { kind: "sample", algorithm: SAMPLE_ALGORITHM, size };
}

function parse(args: readonly string[]): Omit<DisclosureArguments, "reporter"> {
  try {
    const text = { type: "string", default: "" } as const;
    const keys = { type: "string", multiple: true, default: [] as string[] } as const;
    const flag = { type: "boolean", default: false } as const;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { bundle: text, trust: text, row: text, sample: text, "encrypt-to": keys, "dry-run": flag, json: flag },
    });
    const [batch, target] = positionals;
    if (batch === undefined || target === undefined || positionals.length > 2) {
      throw new Error("The folder of a batch and a target folder are needed");
    }
    const { bundle, trust, row, sample } = values;
    return { batch, target, bundle, trust, row, sample, encryptTo: values["encrypt-to"], dryRun: values["dry-run"] };
  } catch (cause) {
    throw badArguments(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function badArguments(reason: string, cause?: unknown): SuiteError {
  return new SuiteError({ code: "input/arguments", message: `${reason}.`, hint: USAGE, cause });
}
