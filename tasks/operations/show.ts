import { isUtf8 } from "node:buffer";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseLabel } from "#lib/input/parse-label";
import { isoTime } from "#lib/input/parse-time";
import { checkFile, digestFolder } from "#lib/operations/check-files";
import { parseDocumentKind } from "#lib/operations/document-kind";
import { documentNames, documentsFolder } from "#lib/operations/document-names";
import { requireInForce } from "#lib/operations/in-force";
import { documentHistory, readDocument } from "#lib/operations/read-document";

interface ShowArguments extends SuiteTaskArguments {
  readonly kind: string;
  readonly subject: string;
  readonly file: string;
}

export default runTask(async (taskArguments: ShowArguments, context) => {
  const { reporter, deploymentDirectory } = context;
  const kind = parseDocumentKind(taskArguments.kind);
  const subject = parseLabel(taskArguments.subject, "--subject");
  const names = documentNames(deploymentDirectory);
  const folder = documentsFolder(deploymentDirectory);
  const { provider, record } = await openSuite(context);
  const history = await documentHistory(provider, record, kind, subject.id);
  const last = history.at(-1);
  const files = existsSync(folder) ? digestFolder(folder) : [];
  const found =
    last === undefined
      ? undefined
      : checkFile({ kind, subject: subject.id, inForce: last, versions: history }, files, names);
  const kept = found === undefined || found.state === "missing" ? undefined : found.path;
  const path = taskArguments.file === "" ? kept : resolve(taskArguments.file);
  const checked = path === undefined ? undefined : await requireInForce(provider, record, { kind, subject, path });
  const inForce = checked?.document ?? (await readDocument(provider, record, kind, subject.id));
  const text = checked !== undefined && isUtf8(checked.content) ? checked.content.toString("utf8") : null;
  const lines =
    inForce === undefined
      ? [`No ${kind} is in force for ${subject.text}.`]
      : [
          `${kind} of ${subject.text}: version ${String(inForce.version)}, ${inForce.digest}, since ${isoTime(inForce.recordedAt)}`,
          ...history.map(({ version, digest, by, uri }) =>
            `  ${String(version)}  ${digest}  by ${by}  ${uri}`.trimEnd(),
          ),
          path === undefined ? `No file of it is in ${folder}.` : `${path} is the document in force.`,
        ];
  const answer = { ok: true, kind, subject, inForce: inForce ?? null, history, file: path ?? null, content: text };
  if (text === null) {
    reporter.result(answer, lines.join("\n"));
    return;
  }
  // Stdout is the document and nothing else, so that it can be piped and read.
  for (const line of lines) reporter.info(line);
  reporter.result(answer, text.trimEnd());
});
