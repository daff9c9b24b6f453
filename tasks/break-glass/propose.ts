import { join } from "node:path";

import { showAct } from "../support/answer-with-act.ts";
import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { justifyAct, scheduleAct } from "#lib/break-glass/acts";
import { openOperation, operationArtifacts } from "#lib/break-glass/dossier";
import { presentObstacle } from "#lib/break-glass/judge-operation";
import { readOperations } from "#lib/break-glass/read-operations";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { readSafe } from "#lib/safe/read-safe";

interface ProposeArguments extends SuiteTaskArguments {
  readonly operation: string;
  readonly dryRun: boolean;
}

/** Two transactions of the Sovereign Authority, signed in one sitting: the operation, and then its paperwork. */
export default runTask(async ({ operation: named, dryRun }: ProposeArguments, context) => {
  const suite = await openSuite(context);
  const { provider, record } = suite;
  const { path, title, operation } = openOperation(record, context.deploymentDirectory, named);
  const artifacts = operationArtifacts(path);
  const { text } = describeCall({ ...operation, value: 0n }, new AddressBook(record));
  const latest = (await readOperations(provider, record)).findLast(({ id }) => id === operation.id);
  const pending = latest?.status === "Scheduled" || latest?.status === "Ready" ? latest : undefined;
  const obstacle = await presentObstacle(provider, record, operation);
  context.reporter.info(`operation     ${operation.id}`);
  context.reporter.info(`does          ${text}`);
  if (obstacle !== undefined) context.reporter.warn(`As things stand it would fail. ${obstacle}`);
  const { nonce } = await readSafe(provider, record.safes.sovereign.address);
  const isJustified = JSON.stringify(pending?.artifacts) === JSON.stringify(artifacts);
  const acts = [
    ...(pending === undefined ? [{ name: "schedule", act: scheduleAct(operation, title) }] : []),
    ...(isJustified ? [] : [{ name: "justify", act: justifyAct(operation, artifacts, title) }]),
  ];
  const shown = [];
  for (const [index, { name, act }] of acts.entries()) {
    const request = { ...act, nonce: nonce + BigInt(index) };
    shown.push(await showAct(context, suite, request, { dryRun, file: join(path, `${name}.json`) }));
  }
  const lines = shown.flatMap((request) => request.lines);
  context.reporter.result(
    { ok: true, path, operation, call: text, artifacts, obstacle: obstacle ?? null, requests: shown },
    lines.length === 0 ? `scheduled, with its paperwork: ${operation.id}` : lines.join("\n"),
  );
});
