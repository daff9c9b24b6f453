import { join } from "node:path";

import type { Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { showValue } from "#lib/bridge/parameter-values";
import { pendingChanges } from "#lib/bridge/pending";
import { requireWithin } from "#lib/bridge/requirements";
import { parameterArguments, readParameter, type ParameterName } from "#lib/bridge/read-parameters";
import { nameParameter } from "#lib/bridge/render-status";
import type { Token } from "#lib/bridge/token";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { CouncilAct } from "#lib/safe/council-request";

/** A tightening, and what it does besides. */
export interface Tightening {
  readonly act: CouncilAct;
  readonly previous: bigint;
  /** Changes that were decided on the version that it ends: they can never execute. */
  readonly voids: readonly string[];
}

/**
 * What the Emergency Council signs to move a parameter towards stricter.
 *
 * @throws SuiteError `refused/parameter-unset`, `refused/counterparty-not-allowed`, `refused/value-out-of-bounds`,
 * `refused/not-tighter`.
 */
export async function tightening(
  provider: Provider,
  record: ContractsRecord,
  token: Token,
  {
    name,
    value,
    reasonDigest,
  }: { readonly name: ParameterName; readonly value: bigint; readonly reasonDigest: string },
): Promise<Tightening> {
  const { looserIsHigher } = await requireWithin(provider, record, name, value, token);
  const { value: previous } = await readParameter(provider, record, name);
  const show = (amount: bigint): string => showValue(name.parameter, amount, token);
  if (looserIsHigher ? value >= previous : value <= previous) {
    throw new SuiteError({
      code: "refused/not-tighter",
      message: `${nameParameter(name)} is ${show(previous)}; ${show(value)} is not tighter.`,
      hint: `Give a value ${looserIsHigher ? "below" : "above"} ${show(previous)}. Loosening is a change: npx hardhat bridge loosen`,
      details: { ...name, previous, value },
    });
  }
  const data = suiteInterface("BridgeParameters").encodeFunctionData("tighten", [
    ...parameterArguments(name),
    value,
    reasonDigest,
  ]);
  const pending = await pendingChanges(provider, record);
  return {
    act: {
      council: "emergency",
      contract: "BridgeParameters",
      data,
      description: `Tighten ${nameParameter(name)} from ${show(previous)} to ${show(value)}`,
    },
    previous,
    voids: pending
      .filter(({ stale, loosens }) => !stale && loosens.some((subject) => isSame(subject, name)))
      .map(({ id }) => id),
  };
}

/** Where what the council signs is kept. */
export function tighteningPath(deploymentDirectory: string, { parameter, counterparty }: ParameterName): string {
  const subjects = [parameter, ...(counterparty === null ? [] : [counterparty])];
  return join(deploymentDirectory, "bridge", `${["tighten", ...subjects].join("-")}.json`);
}

function isSame(a: ParameterName, b: ParameterName): boolean {
  return a.parameter === b.parameter && a.counterparty === b.counterparty;
}
