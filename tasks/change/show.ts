import { runTask, type SuiteTaskArguments } from "../support/run-task.ts";
import { openSuite } from "../support/suite-connection.ts";

import { chainTime } from "#lib/chain/chain-time";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { acknowledgementsIn, describeAcknowledgement, standingAcknowledgement } from "#lib/change/acknowledgement";
import { referredChange } from "#lib/change/change-reference";
import { changeHistory, findChange, readPolicy, readRecord, readStatus } from "#lib/change/read-change";

interface ShowArguments extends SuiteTaskArguments {
  readonly change: string;
}

export default runTask(async ({ change: reference }: ShowArguments, context) => {
  const { provider, record } = await openSuite(context);
  const { id, dossier } = referredChange(context.deploymentDirectory, record, reference);
  const { change, context: place, approveBy } = await findChange(provider, record, id);
  const status = await readStatus(provider, record, id);
  const times = await readRecord(provider, record, id);
  const history = await changeHistory(provider, record, id);
  const { needsAcknowledgement } = await readPolicy(provider, record, change.class);
  const acknowledgement = standingAcknowledgement(await acknowledgementsIn(provider, history)) ?? null;
  const now = await chainTime(provider);
  const book = new AddressBook(record);
  const calls = change.calls.map((call) => describeCall(call, book));
  const rollback = change.rollback.map((call) => describeCall(call, book));
  const text = [
    `${id}  ${status}`,
    `class ${change.class}, version ${change.version}, proposed by ${place.proposer}`,
    ...(needsAcknowledgement ? [describeAcknowledgement(acknowledgement ?? undefined, now)] : []),
    ...calls.map((call) => `call      ${call.text}`),
    ...rollback.map((call) => `rollback  ${call.text}`),
    ...history.map(
      ({ name, blockNumber, transactionHash }) => `block ${String(blockNumber)}  ${name}  ${transactionHash}`,
    ),
  ];
  const data = {
    ok: true,
    id,
    status,
    record: times,
    approveBy,
    needsAcknowledgement,
    acknowledgement,
    proposer: place.proposer,
    change,
    calls,
    rollback,
    history,
  };
  context.reporter.result({ ...data, dossier: dossier?.path ?? null }, text.join("\n"));
});
