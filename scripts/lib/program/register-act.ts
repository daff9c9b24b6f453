import { join } from "node:path";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord, CouncilName } from "#lib/deployment/contracts-record";
import type { Label } from "#lib/input/parse-label";
import type { Register, RegisterEvent } from "#lib/program/register-story";
import type { CouncilAct } from "#lib/safe/council-request";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/** One step of a programme or a batch. */
export interface RegisterAct {
  /** The programme or the batch, for people. */
  readonly subject: Label;
  readonly register: Register;
  readonly function: string;
  readonly data: string;
  /** A role, whose holder sends it with an account of its own; or the council that signs it. */
  readonly by: bigint | CouncilName;
  /** As the subject of a sentence. */
  readonly action: string;
  /** Tells this step from others; a rerun with the same one sends nothing twice. */
  readonly intent: string;
  /** Where the chain shows that exactly this was done last; undefined when it does not. */
  readonly done: RegisterEvent | undefined;
}

/** What makes a {@link RegisterAct}. */
export interface RegisterStep extends Pick<RegisterAct, "subject" | "register" | "function" | "by" | "action"> {
  readonly args: readonly unknown[];
  /** What happened to the subject so far. */
  readonly story: readonly RegisterEvent[];
  /** The event that shows the step, and its values. */
  readonly event: string;
  readonly shows: Readonly<Record<string, unknown>>;
  /** Events after which it is no longer the last word; besides the step's own. */
  readonly undoneBy?: readonly string[];
  /** Of `shows`: values that set one series of events apart from others, such as the row of an exception. */
  readonly series?: readonly string[];
}

/**
 * A step that is done when it was the last of its kind; what came before keeps a repetition apart: a budget may return to
 * what it was.
 */
export function registerAct(step: RegisterStep): RegisterAct {
  const { subject, register, args, by, action, story, event, shows, undoneBy = [], series = [] } = step;
  const kind = [event, ...undoneBy];
  const steps = story.filter((past) => kind.includes(past.name) && agrees(past, pick(shows, series)));
  const last = steps.at(-1);
  const done = last?.name === event && agrees(last, shows) ? last : undefined;
  const earlier = steps.length - (done === undefined ? 0 : 1);
  const data = suiteInterface(register).encodeFunctionData(step.function, args);
  const intent = `${subject.id}:${event}:${Object.values(shows).map(String).join(":")}:${earlier}`;
  return { subject, register, function: step.function, data, by, action, intent, done };
}

/**
 * Takes a step with an account, unless the chain shows that it was taken.
 *
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function performRegisterAct(
  sending: Sending,
  record: ContractsRecord,
  { register, data, action, intent, done }: RegisterAct,
  { dryRun }: { readonly dryRun: boolean },
): Promise<ActResult> {
  const { address: to } = record.contracts[register];
  return actOnce(sending, { key: `program:${intent}`, action, to, data }, { dryRun, done });
}

/** What the owners of the council's Safe sign. */
export function councilActOf(
  { subject, register, data, action, ...act }: RegisterAct,
  council: CouncilName,
): CouncilAct {
  return { council, contract: register, data, description: `${action} of ${subject.text} (${act.function})` };
}

/** Where what a council signs for a programme is kept. */
export function programRequestPath(deploymentDirectory: string, program: string, act: RegisterAct): string {
  const subject = act.subject.text === program ? "" : `-${act.subject.text.slice(0, 20)}`;
  const verb = act.function.replaceAll(/([A-Z])/g, "-$1").toLowerCase();
  return join(programFolder(deploymentDirectory, program), "requests", `${verb}${subject}.json`);
}

/** Where a deployment keeps what belongs to a programme. */
export function programFolder(deploymentDirectory: string, program: string): string {
  return join(deploymentDirectory, "programs", program);
}

function agrees({ args }: RegisterEvent, fields: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(fields).every(([field, value]) => String(args[field]) === String(value));
}

function pick(fields: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name) => [name, fields[name]]));
}
