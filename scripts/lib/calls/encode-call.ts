import { FunctionFragment, Interface } from "ethers";

import type { AddressBook } from "#lib/calls/known-contracts";
import { SuiteError } from "#lib/errors/suite-error";

/** A value of an ABI type as JSON can hold it: integers of any size are decimal strings. */
export type CallArgument = string | number | boolean | null | CallArgument[];

/** A call as people write it. `$Name` as an argument stands for the address of a contract or Safe of the deployment. */
export interface WrittenCall {
  /** Name or address. */
  readonly target: string;
  /** Signature, for example `setReleaseCadence(bytes32,uint32)`; the bare name will do when the ABI is known. */
  readonly function: string;
  readonly args: readonly CallArgument[];
  /** Wei. */
  readonly value: string;
}

/** A call as a contract makes it. */
export interface EncodedCall {
  readonly target: string;
  readonly value: bigint;
  readonly data: string;
}

/**
 * Encodes a call for its target.
 *
 * @throws SuiteError `input/unknown-contract`, `input/unknown-function`, `input/call-arguments`.
 */
export function encodeCall(call: WrittenCall, book: AddressBook): EncodedCall & { readonly signature: string } {
  const { address, abi, name } = book.resolve(call.target);
  const fragment = abi === undefined ? writtenFragment(call) : knownFragment(call, abi, name);
  const args = call.args.map((argument) => substitute(argument, book));
  try {
    return {
      target: address,
      value: BigInt(call.value),
      data: new Interface([fragment]).encodeFunctionData(fragment, args),
      signature: fragment.format("sighash"),
    };
  } catch (cause) {
    throw new SuiteError({
      code: "input/call-arguments",
      message: `${JSON.stringify(call.args)} does not fit ${name}.${fragment.format("sighash")} (${reasonOf(cause)}).`,
      hint: "Give one argument per parameter, in order, integers as decimal strings.",
      details: { target: call.target, function: call.function, args: call.args },
      cause,
    });
  }
}

function knownFragment(call: WrittenCall, abi: Interface, name: string): FunctionFragment {
  let fragment: FunctionFragment | null = null;
  try {
    fragment = abi.getFunction(call.function);
  } catch {
    // Ambiguous or malformed: answered below.
  }
  if (fragment !== null) return fragment;
  throw unknownFunction(call, `${name} has no function "${call.function}", or several of that name.`);
}

function writtenFragment(call: WrittenCall): FunctionFragment {
  try {
    return FunctionFragment.from(`function ${call.function}`);
  } catch {
    throw unknownFunction(call, `"${call.function}" is not the signature of a function.`);
  }
}

function unknownFunction(call: WrittenCall, message: string): SuiteError {
  return new SuiteError({
    code: "input/unknown-function",
    message,
    hint: "Write it with its parameter types, for example setReleaseCadence(bytes32,uint32).",
    details: { target: call.target, function: call.function },
  });
}

function substitute(argument: CallArgument, book: AddressBook): CallArgument {
  if (Array.isArray(argument)) return argument.map((item) => substitute(item, book));
  if (typeof argument === "string" && /^\$[A-Z]\w*$/.test(argument)) return book.resolve(argument.slice(1)).address;
  return argument;
}

function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.replace(/ \(.*$/s, "");
}
