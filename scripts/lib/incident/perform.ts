import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { IncidentAct } from "#lib/incident/acts";
import { readStory } from "#lib/incident/story";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/**
 * Takes a step of an incident, once: the story on the chain is read first.
 *
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function performIncidentAct(
  sending: Sending,
  record: ContractsRecord,
  act: IncidentAct,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActResult> {
  const { incident, action, key, contract = "IncidentRegistry" } = act;
  const story = await readStory(sending.provider, record, incident.id);
  const done = act.doneIn(story, await sending.signer.getAddress());
  return actOnce(
    sending,
    {
      key: `incident:${incident.id}:${key}`,
      action,
      to: record.contracts[contract].address,
      data: suiteInterface(contract).encodeFunctionData(act.function, act.args),
    },
    { dryRun, done },
  );
}
