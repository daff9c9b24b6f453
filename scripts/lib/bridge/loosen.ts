import { ZeroAddress, type Provider } from "ethers";

import { showValue } from "#lib/bridge/parameter-values";
import { requireKnown, requireWithin } from "#lib/bridge/requirements";
import {
  parameterArguments,
  readNextStep,
  readParameter,
  type ParameterName,
  type ParameterState,
} from "#lib/bridge/read-parameters";
import { nameParameter } from "#lib/bridge/render-status";
import type { Token } from "#lib/bridge/token";
import type { WrittenCall } from "#lib/calls/encode-call";
import { chainTime } from "#lib/chain/chain-time";
import { readPolicy } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { isoTime } from "#lib/input/parse-time";
import { showDuration } from "#lib/input/show-duration";

/** The calls of a loosening and of its rollback, and what it does in words. */
export interface Loosening {
  readonly title: string;
  /** The two values. */
  readonly summary: string;
  readonly from: bigint;
  readonly to: bigint;
  /** The version after it, if nobody changes the parameter before. */
  readonly version: number;
  readonly calls: readonly WrittenCall[];
  readonly rollback: readonly WrittenCall[];
}

/**
 * Writes the calls of the change that loosens a parameter, on the value and the version that the chain has now.
 *
 * @param value Null for the way back to the last approved baseline.
 * @throws SuiteError `refused/not-looser`, `refused/step-too-large`, `refused/loosened-recently`,
 * `refused/already-at-baseline`, those of `requireWithin`.
 */
export async function loosening(
  provider: Provider,
  record: ContractsRecord,
  token: Token,
  { name, value }: { readonly name: ParameterName; readonly value: bigint | null },
): Promise<Loosening> {
  if (value === null) await requireKnown(provider, record, name);
  else await requireStep(provider, record, token, name, value);
  const state = await readParameter(provider, record, name);
  const to = value ?? state.baseline;
  const show = (amount: bigint): string => showValue(name.parameter, amount, token);
  if (value === null && state.value === state.baseline) {
    throw new SuiteError({
      code: "refused/already-at-baseline",
      message: `${nameParameter(name)} is ${show(state.value)}, as it was approved.`,
      hint: "Nothing was tightened that could be taken back. Loosen it by a step with --value.",
      details: { ...name, baseline: state.baseline },
    });
  }
  return {
    title: value === null ? `Return ${nameParameter(name)} to its baseline` : `Loosen ${nameParameter(name)}`,
    summary: `${nameParameter(name)}: ${show(state.value)} to ${show(to)}`,
    from: state.value,
    to,
    version: state.version + 1,
    calls: [value === null ? returnCall(state) : loosenCall(state, value)],
    rollback: [retractCall(state)],
  };
}

async function requireStep(
  provider: Provider,
  record: ContractsRecord,
  token: Token,
  name: ParameterName,
  value: bigint,
): Promise<void> {
  const { looserIsHigher } = await requireWithin(provider, record, name, value, token);
  const { value: present, baseline } = await readParameter(provider, record, name);
  const { limit, notBefore } = await readNextStep(provider, record, name);
  const isLooser = (a: bigint, b: bigint): boolean => (looserIsHigher ? a > b : a < b);
  const show = (amount: bigint): string => showValue(name.parameter, amount, token);
  const details = { ...name, value, present, baseline, limit, notBefore };
  if (!isLooser(value, present)) {
    throw new SuiteError({
      code: "refused/not-looser",
      message: `${nameParameter(name)} is ${show(present)}; ${show(value)} is not looser.`,
      hint: "Tightening takes one transaction of the Emergency Council: npx hardhat bridge tighten",
      details,
    });
  }
  if (isLooser(value, limit)) {
    const back = isLooser(baseline, present)
      ? ` What was approved, ${show(baseline)}, comes back with --to-baseline.`
      : "";
    throw new SuiteError({
      code: "refused/step-too-large",
      message: `${nameParameter(name)} is ${show(present)}; one step reaches ${show(limit)}, not ${show(value)}.`,
      hint: `Give at most ${show(limit)}, and the next step 14 days later.${back}`,
      details,
    });
  }
  await requireDue(provider, record, name, notBefore, details);
}

/** Approved at once, it would be ready after the delay of its class: earlier than that nobody can say that it is too early. */
async function requireDue(
  provider: Provider,
  record: ContractsRecord,
  name: ParameterName,
  notBefore: number,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { delay } = await readPolicy(provider, record, "BridgeParameter");
  if ((await chainTime(provider)) + delay >= notBefore) return;
  throw new SuiteError({
    code: "refused/loosened-recently",
    message: `${nameParameter(name)} was loosened or established less than 14 days ago: nothing may loosen it before ${isoTime(notBefore)}.`,
    hint: `Propose it from ${isoTime(notBefore - delay)} on: the delay of its class is ${showDuration(delay)}.`,
    details: { ...details, delay },
  });
}

type Present = Pick<ParameterState, "parameter" | "counterparty" | "value" | "baseline" | "version">;

function loosenCall(state: Present, value: bigint): WrittenCall {
  return call("loosen", state, [state.value.toString(), state.version.toString(), value.toString()]);
}

function returnCall(state: Present): WrittenCall {
  return call("returnToBaseline", state, [state.value.toString(), state.version.toString()]);
}

function retractCall(state: Present): WrittenCall {
  return call("retract", state, [state.value.toString(), state.baseline.toString()]);
}

function call(name: string, state: Present, values: readonly string[]): WrittenCall {
  const [parameter] = parameterArguments(state);
  const subject = [parameter.toString(), state.counterparty ?? ZeroAddress];
  return { target: "BridgeParameters", function: name, args: [...subject, ...values], value: "0" };
}
