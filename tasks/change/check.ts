import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { checkChange } from "#lib/change/check";
import { openDossier } from "#lib/change/dossier";
import { parseAddress } from "#lib/input/parse-address";

interface CheckArguments extends SuiteTaskArguments {
  readonly dossier: string;
  readonly executor: string;
}

export default runTask(async ({ dossier, executor }: CheckArguments, context) => {
  const opened = openDossier(context.deploymentDirectory, dossier);
  const account = executor === "" ? undefined : parseAddress(executor, "--executor");
  const { provider, record } = await openSuite(context);
  const result = await checkChange({ provider, reporter: context.reporter }, opened, record, account);
  const { id, status, simulation, report } = result;
  context.reporter.result(
    { ok: true, ...result },
    `${id}\nstatus ${status}; simulation ${simulation.outcome}; read ${report}`,
  );
});
