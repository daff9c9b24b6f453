import type { Provider } from "ethers";

import { showValue } from "#lib/bridge/parameter-values";
import { parameterArguments, parametersAt, readParameter, type ParameterName } from "#lib/bridge/read-parameters";
import { nameParameter } from "#lib/bridge/render-status";
import type { Token } from "#lib/bridge/token";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";

/** What the code itself holds a parameter to. */
export interface Bounds {
  readonly floor: bigint;
  readonly ceiling: bigint;
  readonly looserIsHigher: boolean;
  readonly perCounterparty: boolean;
}

/**
 * Refuses a parameter that was never set, and one of a counterparty that exists for the whole rail pair only.
 *
 * @throws SuiteError `refused/counterparty-not-allowed`, `refused/parameter-unset`.
 */
export async function requireKnown(provider: Provider, record: ContractsRecord, name: ParameterName): Promise<Bounds> {
  const [parameter] = parameterArguments(name);
  const ask = parametersAt(provider, record).getFunction("boundsOf");
  const [floor, ceiling, looserIsHigher, perCounterparty] = (await ask.staticCall(parameter)) as [
    bigint,
    bigint,
    boolean,
    boolean,
  ];
  if (name.counterparty !== null && !perCounterparty) {
    throw new SuiteError({
      code: "refused/counterparty-not-allowed",
      message: `${name.parameter} exists for the whole rail pair only.`,
      hint: "Leave --counterparty out.",
      details: { ...name },
    });
  }
  if ((await readParameter(provider, record, name)).version === 0) {
    throw new SuiteError({
      code: "refused/parameter-unset",
      message: `${nameParameter(name)} was never set: what it would limit is denied.`,
      hint: "A first value comes by a HighRiskUpgrade change: BridgeParameters.establish.",
      details: { ...name },
    });
  }
  return { floor, ceiling, looserIsHigher, perCounterparty };
}

/**
 * As {@link requireKnown}, for a value that it is to have.
 *
 * @throws SuiteError `refused/value-out-of-bounds`, those of {@link requireKnown}.
 */
export async function requireWithin(
  provider: Provider,
  record: ContractsRecord,
  name: ParameterName,
  value: bigint,
  token: Token,
): Promise<Bounds> {
  const bounds = await requireKnown(provider, record, name);
  const { floor, ceiling } = bounds;
  if (value >= floor && value <= ceiling) return bounds;
  const show = (amount: bigint): string => showValue(name.parameter, amount, token);
  throw new SuiteError({
    code: "refused/value-out-of-bounds",
    message: `${nameParameter(name)} cannot be ${show(value)}.`,
    hint: `The code allows ${show(floor)} to ${show(ceiling)}.`,
    details: { ...name, value, floor, ceiling },
  });
}
