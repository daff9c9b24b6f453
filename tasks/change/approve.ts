import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { assembleChange } from "#lib/change/assemble";
import { openDossier } from "#lib/change/dossier";
import { prepareApprovals } from "#lib/change/prepare-request";
import { findChange } from "#lib/change/read-change";
import { parseDuration } from "#lib/input/parse-duration";

interface ApproveArguments extends SuiteTaskArguments {
  readonly dossier: string;
  readonly validFor: string;
}

export default runTask(async (taskArguments: ApproveArguments, context) => {
  const validFor = parseDuration(taskArguments.validFor, "--valid-for");
  const dossier = openDossier(context.deploymentDirectory, taskArguments.dossier);
  const { provider, record } = await openSuite(context);
  const { id } = assembleChange(dossier, record);
  const { change, approveBy } = await findChange(provider, record, id);
  const prepared = await prepareApprovals(provider, record, dossier.path, {
    id,
    changeClass: change.class,
    approveBy,
    validFor,
  });
  context.reporter.result(
    { ok: true, id, approvals: prepared },
    prepared.map(({ file, written }) => `${written ? "written" : "still valid"}: ${file}`).join("\n"),
  );
});
