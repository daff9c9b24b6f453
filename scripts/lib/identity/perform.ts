import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readEvents, type EventFilter, type IdentityContract, type IdentityEvent } from "#lib/identity/events";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/** One step of an authority, an issuer or a verifier, with an account of its own. */
export interface IdentityAct {
  readonly contract: IdentityContract;
  /** Function of the contract, and its arguments. */
  readonly function: string;
  readonly args: readonly unknown[];
  readonly role: bigint;
  /** As the subject of a sentence. */
  readonly action: string;
  /** What it is about, for people. */
  readonly about: string;
  /** Tells this step from others; a rerun with the same one sends nothing twice. */
  readonly intent: string;
  /** Events that tell what became of what it is about, when `account` acts. */
  readonly story: (account: string) => Omit<EventFilter, "contract">;
  /** Where the story shows that exactly this was done; undefined when it does not. */
  readonly doneIn: (story: readonly IdentityEvent[]) => IdentityEvent | undefined;
}

/** The call of a step. */
export function callOf(record: ContractsRecord, act: IdentityAct): { readonly to: string; readonly data: string } {
  const { contract, function: name, args } = act;
  return {
    to: record.contracts[contract].address,
    data: suiteInterface(contract).encodeFunctionData(name, args),
  };
}

/**
 * Takes a step, once: the chain is read first.
 *
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function performIdentityAct(
  sending: Sending,
  record: ContractsRecord,
  act: IdentityAct,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActResult> {
  const { contract, action, intent } = act;
  const filter = { contract, ...act.story(await sending.signer.getAddress()) };
  const story = await readEvents(sending.provider, record, filter);
  const done = act.doneIn(story);
  const trace =
    done === undefined ? undefined : { transactionHash: done.transactionHash, blockNumber: done.blockNumber };
  // What may be done again, after what came between, is another intent then.
  const key = `${contract}:${intent}:${String(story.length)}`;
  return actOnce(sending, { key, action, ...callOf(record, act) }, { dryRun, done: trace });
}

/** Whether an event has a name and these values. */
export function bears(
  event: IdentityEvent | undefined,
  name: string,
  values: Readonly<Record<string, string>>,
): event is IdentityEvent {
  return event?.name === name && Object.entries(values).every(([field, value]) => event.args[field] === value);
}
