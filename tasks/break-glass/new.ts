import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { scaffoldOperation } from "#lib/break-glass/dossier";
import { presentObstacle } from "#lib/break-glass/judge-operation";
import { restoreCall } from "#lib/break-glass/restore-call";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { parseCall } from "#lib/calls/parse-call";
import { parseContractName } from "#lib/change/draft-input";
import { SuiteError } from "#lib/errors/suite-error";

interface NewArguments extends SuiteTaskArguments {
  readonly title: string;
  readonly call: string;
  readonly restore: string;
}

export default runTask(async ({ title, call: written, restore }: NewArguments, context) => {
  requireOne(written, restore);
  const given = restore === "" ? parseCall(written) : parseContractName(restore);
  const { provider, record } = await openSuite(context);
  const call = typeof given === "string" ? await restoreCall(provider, record, given) : given;
  const { path, operation } = scaffoldOperation(record, context.deploymentDirectory, { title, call });
  const { text } = describeCall({ ...operation, value: 0n }, new AddressBook(record));
  const obstacle = await presentObstacle(provider, record, operation);
  context.reporter.info(text);
  if (obstacle !== undefined) context.reporter.warn(`As things stand it would fail. ${obstacle}`);
  context.reporter.result(
    { ok: true, path, operation, call: text, obstacle: obstacle ?? null },
    `${path}\nFill in its documents, then run: npx hardhat break-glass propose ${path}`,
  );
});

function requireOne(call: string, restore: string): void {
  if ((call === "") !== (restore === "")) return;
  throw new SuiteError({
    code: "input/options",
    message: "An operation is either a --call or a --restore.",
    hint: "Give one of the two.",
  });
}
