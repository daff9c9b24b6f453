import { AbiCoder, dataSlice, type Interface, ParamType } from "ethers";

import { rawType, toJsonValue } from "#lib/evidence/describe-event";
import type { JsonValue } from "#lib/files/canonical-json";

/** What a call says, in values that have one canonical JSON form: integers are decimal strings. */
export interface DescribedCallData {
  /** Such as `approve(bytes32,uint8,uint40)`. */
  readonly signature: string;
  readonly args: Readonly<Record<string, JsonValue>>;
}

/**
 * Decodes the data of a call.
 *
 * @returns null when the ABI knows no such function, or does not explain every byte.
 */
export function describeCallData(abi: Interface, data: string): DescribedCallData | null {
  if (data.length < 10) return null;
  const fragment = abi.getFunction(dataSlice(data, 0, 4));
  if (fragment === null) return null;
  const coder = AbiCoder.defaultAbiCoder();
  const types = fragment.inputs.map((input) => ParamType.from(rawType(input)));
  try {
    const words = dataSlice(data, 4);
    const values: unknown[] = coder.decode(types, words).toArray();
    if (coder.encode(types, values) !== words) return null;
    const named = fragment.inputs.map((input, index): [string, JsonValue] => [
      input.name === "" ? String(index) : input.name,
      toJsonValue(input, values[index]),
    ]);
    return { signature: fragment.format("sighash"), args: Object.fromEntries(named) };
  } catch {
    return null;
  }
}
