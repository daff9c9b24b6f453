import { resolve } from "node:path";

import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { readSnapshot, writeSnapshot } from "#lib/bridge/snapshot-file";
import { referredChange } from "#lib/change/change-reference";
import { acknowledgeChange } from "#lib/change/escalate";
import { acknowledgementPath } from "#lib/change/verify-acknowledgements";
import { ROLE_IDS } from "#lib/permissions/roles";

interface AcknowledgeArguments extends SuiteTaskArguments, SendingArguments {
  readonly change: string;
  readonly snapshot: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: AcknowledgeArguments, context) => {
  const { change: reference, dryRun } = taskArguments;
  const path = resolve(taskArguments.snapshot);
  const snapshot = readSnapshot(path);
  const suite = await openSuite(context);
  const { id, dossier } = referredChange(context.deploymentDirectory, suite.record, reference);
  const sending = await openSending(context, suite, taskArguments, ROLE_IDS.MONITOR);
  const { number } = snapshot.block;
  context.reporter.step(`Acknowledging ${id} at block ${String(number)} as ${await sending.signer.getAddress()}`);
  const result = await acknowledgeChange(sending, suite.record, id, { snapshot, path }, { dryRun });
  const kept = dossier === undefined || dryRun ? null : acknowledgementPath(dossier.path, number);
  if (kept !== null) writeSnapshot(kept, snapshot);
  context.reporter.result(
    { ok: true, id, observedBlock: number, ...result, kept },
    [
      `${result.outcome}: ${id} ${result.transactionHash ?? ""}`.trimEnd(),
      ...(kept === null ? [] : [`kept: ${kept}`]),
    ].join("\n"),
  );
});
