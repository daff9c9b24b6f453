import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSending, openSuite, type SendingArguments } from "../support/suite-connection.ts";

import { loosening } from "#lib/bridge/loosen";
import { parseParameter, parseValue, requireValueForm } from "#lib/bridge/parameter-values";
import { readToken } from "#lib/bridge/token";
import { scaffoldChange, type ChangeDraft } from "#lib/change/scaffold";
import { SuiteError } from "#lib/errors/suite-error";
import { parseAddress } from "#lib/input/parse-address";
import { ROLE_IDS } from "#lib/permissions/roles";

interface LoosenArguments extends SuiteTaskArguments, SendingArguments {
  readonly parameter: string;
  readonly value: string;
  readonly toBaseline: boolean;
  readonly counterparty: string;
  readonly release: string;
  readonly uri: string;
  readonly dryRun: boolean;
}

export default runTask(async (taskArguments: LoosenArguments, context) => {
  const { value: written, toBaseline, release, uri, dryRun } = taskArguments;
  const parameter = parseParameter(taskArguments.parameter);
  if ((written !== "") === toBaseline) {
    throw new SuiteError({
      code: "input/options",
      message: "Give either --value or --to-baseline.",
      hint: "--value loosens by a step; --to-baseline takes tightenings back.",
    });
  }
  if (!toBaseline) requireValueForm(parameter, written);
  const counterparty =
    taskArguments.counterparty === "" ? null : parseAddress(taskArguments.counterparty, "--counterparty");
  const suite = await openSuite(context);
  const token = await readToken(suite.provider, suite.record);
  const value = toBaseline ? null : parseValue(parameter, written, token);
  const name = { parameter, counterparty };
  const plan = await loosening(suite.provider, suite.record, token, { name, value });
  const sending = await openSending(context, suite, taskArguments, ROLE_IDS.CHANGE_PROPOSER);
  const draft: ChangeDraft = {
    title: plan.title,
    class: "BridgeParameter",
    proposer: await sending.signer.getAddress(),
    version: release === "" ? `${parameter} ${String(plan.version)}` : release,
    uri,
    irreversible: false,
    calls: plan.calls,
    rollback: plan.rollback,
  };
  const { from, to } = plan;
  if (dryRun) {
    context.reporter.result({ ok: true, outcome: "dry-run", ...name, from, to, draft }, `dry run: ${plan.summary}`);
    return;
  }
  const { path } = await scaffoldChange(suite.provider, suite.record, context.deploymentDirectory, draft);
  context.reporter.result(
    { ok: true, outcome: "written", path, ...name, from, to, draft },
    `${path}\n${plan.summary}\nFill in its documents, then run: npx hardhat change check ${path}`,
  );
});
