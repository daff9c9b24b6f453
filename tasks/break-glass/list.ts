import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { readOperations } from "#lib/break-glass/read-operations";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { isoTime } from "#lib/input/parse-time";

export default runTask(async (_arguments: SuiteTaskArguments, context) => {
  const { provider, record } = await openSuite(context);
  const book = new AddressBook(record);
  const operations = (await readOperations(provider, record)).map((operation) => ({
    ...operation,
    call: describeCall({ ...operation, value: 0n }, book).text,
  }));
  const lines = operations.flatMap(({ id, status, readyAt, expiresAt, artifacts, call, caller }) => [
    `${status}  ${id}`,
    `    ${call}`,
    `    by ${book.nameOf(caller)}, from ${isoTime(readyAt)} until ${isoTime(expiresAt)}, ` +
      (artifacts === undefined ? "WITHOUT paperwork" : `paperwork ${artifacts.request}`),
  ]);
  context.reporter.result(
    { ok: true, operations },
    lines.length === 0 ? "Nothing was ever scheduled by break-glass." : lines.join("\n"),
  );
});
