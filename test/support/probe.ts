import { Interface, type ParamType, type Provider } from "ethers";

import { suiteContracts, suiteInterface, type SuiteContract } from "#lib/abi/suite-interface";

/** How a call ended: with nothing, or with a custom error and its arguments as text. */
export interface Outcome {
  /** Name of the custom error; empty when there is none, `no data` when a revert carries none. */
  readonly error: string;
  readonly values: readonly string[];
}

const known = [...suiteContracts.map((name) => suiteInterface(name)), new Interface(["error Error(string reason)"])];

/** Makes a call without leaving a trace on the chain and says how it ended. */
export async function probe(provider: Provider, from: string, to: string, data: string): Promise<Outcome> {
  try {
    await provider.call({ from, to, data });
    return { error: "", values: [] };
  } catch (error) {
    return outcomeOf(revertData(error));
  }
}

/** Arguments that are well formed and mean nothing. */
export function emptyArguments(contract: SuiteContract, signature: string): unknown[] {
  return (suiteInterface(contract).getFunction(signature)?.inputs ?? []).map(emptyValue);
}

function emptyValue(type: ParamType): unknown {
  if (type.baseType === "array") return [];
  if (type.baseType === "tuple") return (type.components ?? []).map(emptyValue);
  if (type.type === "address") return "0x0000000000000000000000000000000000000000";
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x";
  if (type.type.startsWith("bytes")) return `0x${"00".repeat(Number(type.type.slice(5)))}`;
  return 0;
}

function outcomeOf(data: string): Outcome {
  if (data === "0x") return { error: "no data", values: [] };
  for (const contract of known) {
    const parsed = contract.parseError(data);
    if (parsed !== null) return { error: parsed.name, values: parsed.args.map(String) };
  }
  return { error: data, values: [] };
}

/** Where nodes and libraries put the bytes of a revert differs. */
function revertData(error: unknown): string {
  for (let current = error, depth = 0; typeof current === "object" && current !== null && depth < 6; depth += 1) {
    const { data, error: inner, cause, info } = current as Record<string, unknown>;
    if (typeof data === "string" && data.startsWith("0x")) return data;
    if (typeof data === "object" && data !== null && "data" in data && typeof data.data === "string") return data.data;
    current = inner ?? info ?? cause;
  }
  throw error;
}
