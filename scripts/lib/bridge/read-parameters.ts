import { Contract, ZeroAddress, type BlockTag, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { flowParameters, parameterActs, type ParameterAct } from "#lib/bridge/parameter-values";
import { BRIDGE_PARAMETERS, type BridgeParameter } from "#lib/bridge/parameters";
import { fieldsOf } from "#lib/bridge/read-gateway";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** A parameter of the whole rail pair, or of one counterparty. */
export interface ParameterName {
  readonly parameter: BridgeParameter;
  /** Null for the whole rail pair. */
  readonly counterparty: string | null;
}

/** A parameter as it stands. Times are Unix seconds. */
export interface ParameterState extends ParameterName {
  readonly value: bigint;
  readonly baseline: bigint;
  readonly version: number;
  readonly changedAt: number;
  /** How it came to its value, and by whom: from the event. */
  readonly last: {
    readonly act: ParameterAct;
    readonly by: string;
    readonly cause: string;
    readonly transactionHash: string;
  } | null;
  /** The loosest value that one change reaches now, and from when. */
  readonly nextStep: { readonly limit: bigint; readonly notBefore: number };
}

export function parametersAt(provider: Provider, record: ContractsRecord): Contract {
  return new Contract(record.contracts.BridgeParameters.address, suiteInterface("BridgeParameters"), provider);
}

/** What the contract takes for a parameter. */
export function parameterArguments({ parameter, counterparty }: ParameterName): [number, string] {
  return [BRIDGE_PARAMETERS.indexOf(parameter), counterparty ?? ZeroAddress];
}

/** Every parameter that was ever set, those of the whole rail pair first, then by counterparty. */
export async function readParameters(
  provider: Provider,
  record: ContractsRecord,
  toBlock: number,
): Promise<ParameterState[]> {
  const abi = suiteInterface("BridgeParameters");
  const logs = await readLogs({
    provider,
    address: record.contracts.BridgeParameters.address,
    topics: [abi.getEvent("ParameterSet")?.topicHash ?? null],
    fromBlock: record.deployedAtBlock,
    toBlock,
  });
  const latest = new Map<string, { name: ParameterName; last: NonNullable<ParameterState["last"]> }>();
  for (const log of logs) {
    const args = abi.parseLog(log)?.args;
    const parameter = BRIDGE_PARAMETERS[Number(args?.["parameter"])];
    const act = parameterActs[Number(args?.["act"])];
    if (args === undefined || parameter === undefined || act === undefined) continue;
    const account = String(args["counterparty"]);
    const name = { parameter, counterparty: account === ZeroAddress ? null : account };
    const { transactionHash } = log;
    const last = { act, by: String(args["by"]), cause: String(args["cause"]), transactionHash };
    latest.set(`${account} ${String(BRIDGE_PARAMETERS.indexOf(parameter))}`, { name, last });
  }
  const ordered = [...latest].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return Promise.all(
    ordered.map(async ([, { name, last }]) => ({ ...(await requireParameter(provider, record, name, toBlock)), last })),
  );
}

/** A parameter now. Its version is zero when it was never set. */
export async function readParameter(
  provider: Provider,
  record: ContractsRecord,
  name: ParameterName,
  blockTag: BlockTag = "latest",
): Promise<Omit<ParameterState, "last" | "nextStep">> {
  const ask = parametersAt(provider, record).getFunction("stateOf");
  const state = fieldsOf(await ask.staticCall(...parameterArguments(name), { blockTag }));
  return {
    ...name,
    value: state["value"] as bigint,
    baseline: state["baseline"] as bigint,
    version: Number(state["version"]),
    changedAt: Number(state["changedAt"]),
  };
}

async function requireParameter(
  provider: Provider,
  record: ContractsRecord,
  name: ParameterName,
  blockTag: BlockTag,
): Promise<Omit<ParameterState, "last">> {
  const state = await readParameter(provider, record, name, blockTag);
  return { ...state, nextStep: await readNextStep(provider, record, name, blockTag) };
}

/** Of a parameter that was set. */
export async function readNextStep(
  provider: Provider,
  record: ContractsRecord,
  name: ParameterName,
  blockTag: BlockTag = "latest",
): Promise<ParameterState["nextStep"]> {
  const ask = parametersAt(provider, record).getFunction("nextStepOf");
  const [limit, notBefore] = (await ask.staticCall(...parameterArguments(name), { blockTag })) as [bigint, bigint];
  return { limit, notBefore: Number(notBefore) };
}

/** Counterparties that have a limit of their own. */
export function counterpartiesOf(states: readonly ParameterState[]): string[] {
  const capacities: readonly BridgeParameter[] = Object.values(flowParameters).map(({ capacity }) => capacity);
  const named = states
    .filter(({ parameter }) => capacities.includes(parameter))
    .map(({ counterparty }) => counterparty);
  return [...new Set(named)].filter((counterparty) => counterparty !== null);
}
