import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, type SendingArguments } from "../support/suite-connection.ts";

import { openTerms } from "./open-terms.ts";

import { describeNotices, describeRecipients, describeStores, surveyedStores } from "#lib/continuity/render";
import { planBackup, runBackup } from "#lib/continuity/run-backup";
import { recorderOf } from "#lib/operations/document-kind";

interface BackupArguments extends SuiteTaskArguments, SendingArguments {
  readonly folder: string;
  readonly series: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: BackupArguments, context) => {
  const { reporter } = context;
  const { terms, suite } = await openTerms(context, taskArguments);
  for (const line of describeRecipients(terms.recipients)) reporter.info(line);
  const { recipients } = terms.recipients;
  if (taskArguments.dryRun) {
    const { present, notices, fresh } = await planBackup(terms);
    const stores = surveyedStores(present);
    for (const line of describeNotices(notices)) reporter.warn(line);
    const lines = [...describeStores(stores), `dry-run: ${fresh.length} of ${present.files.length} files are new`];
    reporter.result({ ok: true, outcome: "dry-run", recipients, stores, fresh, notices }, lines.join("\n"));
    return;
  }
  const sending = await openSending(context, suite, taskArguments, recorderOf("Backup"));
  const { filed, made, notices, recorded } = await runBackup(terms, sending);
  for (const line of describeNotices(notices)) reporter.warn(line);
  const { manifest, path, digest } = filed;
  const what = made === undefined ? "recorded" : `${made.written} objects written, recorded`;
  reporter.result(
    {
      ok: true,
      ...recorded,
      manifest: path,
      digest,
      sequence: manifest.sequence,
      recipients,
      notices,
      written: made?.written ?? 0,
    },
    [
      ...(made === undefined ? [] : describeStores(made.stores)),
      `backup ${manifest.sequence}: ${manifest.objects.length} objects, ${what} as version ${recorded.version} ${recorded.transactionHash ?? ""}`.trimEnd(),
      `${path}  ${digest}`,
    ].join("\n"),
  );
});
