import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, type SendingArguments } from "../support/suite-connection.ts";

import { openIdentity, openTerms } from "./open-terms.ts";

import { describeExamination, describeSize } from "#lib/continuity/render";
import { planDrill, runDrill } from "#lib/continuity/run-drill";
import { ExitCode } from "#lib/errors/exit-code";
import { readTrust } from "#lib/evidence/trust";
import { recorderOf } from "#lib/operations/document-kind";

interface DrillArguments extends SuiteTaskArguments, SendingArguments {
  readonly folder: string;
  readonly identity: string;
  readonly trust: string;
  readonly series: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: DrillArguments, context) => {
  const { reporter } = context;
  const identity = await openIdentity(taskArguments.identity);
  const trust = taskArguments.trust === "" ? undefined : readTrust(resolve(taskArguments.trust));
  const { terms: backupTerms, suite } = await openTerms(context, taskArguments);
  const { provider: rpc } = await context.connect();
  const terms = { ...backupTerms, identity, trust, rpc };
  if (taskArguments.dryRun) {
    const { manifest, digest, index } = await planDrill(terms);
    const { sequence } = manifest;
    reporter.result(
      { ok: true, outcome: "dry-run", sequence, digest },
      `dry-run: backup ${sequence} would be restored and examined, ${describeSize(index)}`,
    );
    return ExitCode.ok;
  }
  const sending = await openSending(context, suite, taskArguments, recorderOf("RestoreDrill"));
  const { report, recorded } = await runDrill(terms, sending);
  const { examination, backup, files, bytes } = report;
  const last =
    recorded === null
      ? "The drill failed; nothing was recorded."
      : `drill of backup ${backup.sequence}: recorded as version ${recorded.version} ${recorded.transactionHash ?? ""}`;
  reporter.result(
    { ok: examination.ok, report, recorded },
    [`restored ${files} files, ${bytes} bytes`, ...describeExamination(examination), last.trimEnd()].join("\n"),
  );
  return examination.ok ? ExitCode.ok : ExitCode.unproven;
});
