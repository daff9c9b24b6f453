import type { SuiteTaskArguments, TaskContext } from "../support/run-task.ts";
import { openSending, type OpenSuite, type SendingArguments } from "../support/suite-connection.ts";

import type { IncidentAct } from "#lib/incident/acts";
import { performIncidentAct } from "#lib/incident/perform";

/** What every step of an incident takes. */
export interface StepArguments extends SuiteTaskArguments, SendingArguments {
  readonly incident: string;
  readonly dryRun: boolean;
}

/** Takes a step with an account that has its role, and answers with what became of it. */
export async function takeStep(
  context: TaskContext,
  suite: OpenSuite,
  taskArguments: StepArguments,
  act: IncidentAct,
  data: object = {},
): Promise<void> {
  const sending = await openSending(context, suite, taskArguments, act.role);
  const { incident, action, contract = "IncidentRegistry", function: name, args } = act;
  const account = await sending.signer.getAddress();
  context.reporter.step(`${action} of ${incident.text} as ${account}`);
  context.reporter.info(`${contract}.${name}(${args.map(String).join(", ")})`);
  const result = await performIncidentAct(sending, suite.record, act, { dryRun: taskArguments.dryRun });
  const { outcome, transactionHash } = result;
  context.reporter.result(
    { ok: true, incident, account, ...result, ...data },
    `${outcome}: ${incident.text} ${transactionHash ?? ""}`.trimEnd(),
  );
}
