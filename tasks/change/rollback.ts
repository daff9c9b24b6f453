import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { rollbackRequest } from "#lib/change/approval-request";
import { roleOfCouncil } from "#lib/change/change-class";
import { referredChange } from "#lib/change/change-reference";
import { parseChangeCouncil } from "#lib/change/council";
import { findChange, readStatus } from "#lib/change/read-change";
import { requestFile } from "#lib/change/request-path";
import { reasonDigest } from "#lib/files/reason";
import { writeRequest } from "#lib/safe/council-request";

interface RollbackArguments extends SuiteTaskArguments {
  readonly change: string;
  readonly safe: string;
  readonly reason: string;
  readonly out: string;
}

export default runTask(async ({ change: reference, safe, reason, out }: RollbackArguments, context) => {
  const council = parseChangeCouncil(safe);
  const digest = reasonDigest(reason);
  const { provider, record } = await openSuite(context);
  const { id, dossier } = referredChange(context.deploymentDirectory, record, reference);
  const file = requestFile(out, dossier?.path, "rollback", council);
  const proposed = await findChange(provider, record, id);
  const request = await rollbackRequest(provider, record, {
    id: proposed.id,
    change: proposed.change,
    proposer: proposed.context.proposer,
    council,
    role: roleOfCouncil[council],
    reasonDigest: digest,
  });
  const status = await readStatus(provider, record, id);
  if (!["Executed"].includes(status))
    context.reporter.warn(`The change is ${status}: it cannot be rolled back as it stands.`);
  writeRequest(file, request, record, await chainTime(provider));
  context.reporter.result({ ok: true, file, request }, `to be signed: ${file}`);
});
