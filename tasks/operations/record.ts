import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { reasonDigest } from "#lib/files/reason";
import { parseLabel } from "#lib/input/parse-label";
import { parseDocumentKind, recorderOf } from "#lib/operations/document-kind";
import { rememberDocument } from "#lib/operations/document-names";
import { recordDocument, requireUri } from "#lib/operations/record-document";
import { readRoster } from "#lib/operations/roster";

interface RecordArguments extends SuiteTaskArguments, SendingArguments {
  readonly kind: string;
  readonly file: string;
  readonly subject: string;
  readonly uri: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: RecordArguments, context) => {
  const kind = parseDocumentKind(taskArguments.kind);
  const subject = parseLabel(taskArguments.subject, "--subject");
  requireUri(taskArguments.uri);
  const file = resolve(taskArguments.file);
  const digest = reasonDigest(file, "file");
  if (kind === "OnCallRoster") readRoster(file);
  const suite = await openSuite(context);
  const sending = await openSending(context, suite, taskArguments, recorderOf(kind));
  context.reporter.step(`${kind} of ${subject.text}: ${digest}, by ${await sending.signer.getAddress()}`);
  const draft = { kind, subject, digest, uri: taskArguments.uri };
  const result = await recordDocument(sending, suite.record, draft, { dryRun: taskArguments.dryRun });
  if (!taskArguments.dryRun) rememberDocument(context.deploymentDirectory, { kind, subject, path: file });
  const { outcome, version, transactionHash } = result;
  context.reporter.result(
    { ok: true, ...draft, file, ...result },
    `${outcome}: ${kind} of ${subject.text}, version ${String(version)} ${transactionHash ?? ""}`.trimEnd(),
  );
});
