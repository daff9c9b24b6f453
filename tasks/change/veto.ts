import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { vetoRequest } from "#lib/change/approval-request";
import { roleOfCouncil, vetoFlagOfCouncil } from "#lib/change/change-class";
import { referredChange } from "#lib/change/change-reference";
import { parseChangeCouncil } from "#lib/change/council";
import { findChange, readPolicy, readRecord, readStatus } from "#lib/change/read-change";
import { requestFile } from "#lib/change/request-path";
import { reasonDigest } from "#lib/files/reason";
import { writeRequest } from "#lib/safe/council-request";

interface VetoArguments extends SuiteTaskArguments {
  readonly change: string;
  readonly safe: string;
  readonly reason: string;
  readonly out: string;
}

export default runTask(async ({ change: reference, safe, reason, out }: VetoArguments, context) => {
  const council = parseChangeCouncil(safe);
  const digest = reasonDigest(reason);
  const { provider, record } = await openSuite(context);
  const { id, dossier } = referredChange(context.deploymentDirectory, record, reference);
  const file = requestFile(out, dossier?.path, "veto", council);
  const proposed = await findChange(provider, record, id);
  const { approverRole, secondApproverRole } = await readPolicy(provider, record, proposed.change.class);
  const kind = [approverRole, secondApproverRole].includes(roleOfCouncil[council]) ? "withdrawal" : "veto";
  const request = await vetoRequest(provider, record, {
    id: proposed.id,
    kind,
    council,
    role: roleOfCouncil[council],
    reasonDigest: digest,
  });
  const status = await readStatus(provider, record, id);
  if (!["Queued", "Ready"].includes(status))
    context.reporter.warn(`The change is ${status}: it cannot be sent back as it stands.`);
  const { flags } = await readRecord(provider, record, id);
  if (kind === "veto" && (flags & vetoFlagOfCouncil[council]) !== 0)
    context.reporter.warn(`The ${council} council has vetoed the change before: it cannot a second time.`);
  writeRequest(file, request, record, await chainTime(provider));
  context.reporter.result({ ok: true, kind, file, request }, `to be signed: ${file}`);
});
