import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { parseLabel } from "#lib/input/parse-label";
import { isoTime } from "#lib/input/parse-time";
import { parseDocumentKind } from "#lib/operations/document-kind";
import { requireInForce } from "#lib/operations/in-force";
import { documentHistory, readDocument } from "#lib/operations/read-document";

interface ShowArguments extends SuiteTaskArguments {
  readonly kind: string;
  readonly subject: string;
  readonly file: string;
}

export default runTask(async (taskArguments: ShowArguments, context) => {
  const kind = parseDocumentKind(taskArguments.kind);
  const subject = parseLabel(taskArguments.subject, "--subject");
  const { provider, record } = await openSuite(context);
  const path = taskArguments.file === "" ? undefined : resolve(taskArguments.file);
  const inForce =
    path === undefined
      ? await readDocument(provider, record, kind, subject.id)
      : await requireInForce(provider, record, { kind, subject, path });
  const history = await documentHistory(provider, record, kind, subject.id);
  const lines =
    inForce === undefined
      ? [`No ${kind} is in force for ${subject.text}.`]
      : [
          `${kind} of ${subject.text}: version ${String(inForce.version)}, ${inForce.digest}, since ${isoTime(inForce.recordedAt)}`,
          ...(path === undefined ? [] : [`${path} is the document in force.`]),
          ...history.map(({ version, digest, by, uri }) =>
            `  ${String(version)}  ${digest}  by ${by}  ${uri}`.trimEnd(),
          ),
        ];
  context.reporter.result({ ok: true, kind, subject, inForce: inForce ?? null, history }, lines.join("\n"));
});
