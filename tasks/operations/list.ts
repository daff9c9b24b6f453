import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { ExitCode } from "#lib/errors/exit-code";
import { checkFile, describeCheck, digestFolder } from "#lib/operations/check-files";
import { documentNames } from "#lib/operations/document-names";
import { listDocuments } from "#lib/operations/list-documents";

interface ListArguments extends SuiteTaskArguments {
  readonly folder: string;
}

export default runTask(async ({ folder }: ListArguments, context) => {
  const names = documentNames(context.deploymentDirectory);
  const files = folder === "" ? undefined : digestFolder(resolve(folder));
  const { provider, record } = await openSuite(context);
  const documents = (await listDocuments(provider, record)).map((line) => ({
    ...line,
    name: names.subjectOf(line.subject),
    check: files === undefined ? null : checkFile(line, files, names),
  }));
  const ok = documents.every(({ check }) => check?.state !== "changed" && check?.state !== "outdated");
  const lines = documents.flatMap(({ check, ...line }) => [
    `${line.kind} of ${line.name}  version ${String(line.inForce.version)}  ${line.inForce.digest}`,
    ...(check === null ? [] : [`  ${describeCheck(check, line)}`]),
  ]);
  context.reporter.result({ ok, documents }, lines.length === 0 ? "No document is in force." : lines.join("\n"));
  return ok ? ExitCode.ok : ExitCode.conflict;
});
