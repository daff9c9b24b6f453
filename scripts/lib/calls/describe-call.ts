import type { ParamType, Result } from "ethers";

import { suiteContracts, suiteInterface } from "#lib/abi/suite-interface";
import type { EncodedCall } from "#lib/calls/encode-call";
import type { AddressBook } from "#lib/calls/known-contracts";
import { safeInterface } from "#lib/safe/safe-interface";

/** A call in words, decoded from its bytes and from nothing else. */
export interface DescribedCall {
  readonly target: string;
  readonly name: string;
  readonly signature: string;
  readonly args: readonly { readonly name: string; readonly type: string; readonly value: unknown }[];
  readonly value: bigint;
  readonly data: string;
  /** One line. */
  readonly text: string;
}

/** Decodes a call. An unknown function is shown by its selector: nothing is guessed. */
export function describeCall({ target, value, data }: EncodedCall, book: AddressBook): DescribedCall {
  const { name, abi } = book.resolve(target);
  const candidates = [abi, ...(abi === undefined ? [safeInterface, ...suiteContracts.map(suiteInterface)] : [])];
  for (const candidate of candidates) {
    const parsed = candidate?.parseTransaction({ data });
    if (parsed === null || parsed === undefined) continue;
    if (candidate?.encodeFunctionData(parsed.fragment, parsed.args) !== data.toLowerCase()) continue;
    const args = parsed.fragment.inputs.map((input, index) => ({
      name: input.name,
      type: input.type,
      value: plain(input, parsed.args[index]),
    }));
    const list = args.map((arg) => `${arg.name}: ${show(arg.value, book)}`).join(", ");
    const sent = value === 0n ? "" : ` with ${value.toString()} wei`;
    return {
      target,
      name,
      signature: parsed.signature,
      args,
      value,
      data,
      text: `${name}.${parsed.name}(${list})${sent}`,
    };
  }
  const selector = data.slice(0, 10);
  return {
    target,
    name,
    signature: selector,
    args: [],
    value,
    data,
    text:
      data === "0x"
        ? `${name}: an empty call, with ${value.toString()} wei`
        : `${name}: function ${selector} is unknown, or its data is not in the canonical form; ${String((data.length - 2) / 2)} bytes, ${value.toString()} wei`,
  };
}

/** A decoded value as JSON: bigint as decimal string, tuples by field name. */
export function plain(type: ParamType, value: unknown): unknown {
  if (type.isArray()) return (value as Result).toArray().map((item) => plain(type.arrayChildren, item));
  if (type.isTuple()) {
    return Object.fromEntries(
      type.components.map((component, index) => [component.name, plain(component, (value as Result)[index])]),
    );
  }
  return typeof value === "bigint" ? value.toString() : value;
}

function show(value: unknown, book: AddressBook): string {
  if (typeof value === "string") {
    if (!/^0x[0-9a-fA-F]{40}$/.test(value)) return value;
    const name = book.nameOf(value);
    return name === value ? value : `${name} ${value}`;
  }
  return JSON.stringify(value);
}
