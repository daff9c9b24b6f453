import { AbiCoder, concat, type EventFragment, getBytes, hexlify, type Interface, ParamType } from "ethers";

import { WORD, type WordReader, wordReaders } from "#lib/evidence/word-readers";
import type { JsonValue } from "#lib/files/canonical-json";

/** What a log says, in values that have one canonical JSON form: integers are decimal strings. */
export interface DescribedEvent {
  readonly name: string;
  /** Such as `SeatAssigned(address,address,uint8,uint8)`. */
  readonly signature: string;
  readonly args: Readonly<Record<string, JsonValue>>;
}

/**
 * Decodes a log. A string that is not UTF-8 becomes `{"invalidUtf8": hex}`, so that nobody can make evidence unreadable
 * by what he writes into it.
 *
 * @returns null when the ABI knows no such event, or its bytes do not have the event's form.
 */
export function describeEvent(abi: Interface, topics: readonly string[], data: string): DescribedEvent | null {
  const [topic0] = topics;
  if (topic0 === undefined) return null;
  const form = formsOf(abi).get(topic0);
  if (form === undefined) return null;
  try {
    return { name: form.name, signature: form.signature, args: decodeArguments(form, topics, data) };
  } catch {
    return null;
  }
}

/** How an event is decoded, worked out once: ethers parses types and hashes signatures anew at every call. */
interface EventForm {
  readonly name: string;
  readonly signature: string;
  readonly inputs: readonly ParamType[];
  readonly indexedCount: number;
  /** Types in the order of the words: indexed arguments, which are values of one word each, and then the data. */
  readonly words: readonly ParamType[];
  readonly data: readonly ParamType[];
  /** How each argument is read out of its word; undefined where one takes more than a word. */
  readonly readers: readonly WordReader[] | undefined;
}

function formsOf(abi: Interface): ReadonlyMap<string, EventForm> {
  const known = formsByInterface.get(abi);
  if (known !== undefined) return known;
  const forms = new Map<string, EventForm>();
  abi.forEachEvent((event) => {
    if (!event.anonymous) forms.set(event.topicHash, formOf(event));
  });
  formsByInterface.set(abi, forms);
  return forms;
}

const formsByInterface = new WeakMap<Interface, ReadonlyMap<string, EventForm>>();

function formOf(event: EventFragment): EventForm {
  const raw = (inputs: readonly ParamType[]): ParamType[] => inputs.map((input) => ParamType.from(rawType(input)));
  const indexed = event.inputs.filter((input) => input.indexed === true);
  return {
    name: event.name,
    signature: event.format("sighash"),
    inputs: event.inputs,
    indexedCount: indexed.length,
    words: raw(indexed),
    data: raw(event.inputs.filter((input) => input.indexed !== true)),
    readers: wordReaders(event.inputs),
  };
}

/** An argument that is text: an address, a digest, a number. */
export function textArgument(event: Pick<DescribedEvent, "args"> | null, name: string): string {
  const value = event?.args[name];
  return typeof value === "string" ? value : "";
}

/** The type with every `string` as `bytes`: the same encoding, and decoding cannot trip over bad UTF-8. */
export function rawType(type: ParamType): string {
  return type.format("sighash").replaceAll("string", "bytes");
}

function decodeArguments(form: EventForm, topics: readonly string[], data: string): Record<string, JsonValue> {
  if (topics.length !== form.indexedCount + 1) throw new Error("wrong number of topics");
  if (form.readers !== undefined) return readWords(form.inputs, form.readers, topics, data);
  const coder = AbiCoder.defaultAbiCoder();
  const words: unknown[] = coder.decode(form.words, concat(topics.slice(1))).toArray();
  const values: unknown[] = coder.decode(form.data, data).toArray();
  return Object.fromEntries(
    form.inputs.map((input, index) => [
      input.name === "" ? String(index) : input.name,
      toJsonValue(input, (input.indexed === true ? words : values).shift()),
    ]),
  );
}

/** The quick way for events whose arguments are one word each, as those of mass business are. */
function readWords(
  inputs: readonly ParamType[],
  readers: readonly WordReader[],
  topics: readonly string[],
  data: string,
): Record<string, JsonValue> {
  const args: Record<string, JsonValue> = {};
  let topic = 1;
  let position = 2;
  for (const [index, input] of inputs.entries()) {
    const indexed = input.indexed === true;
    const word = indexed ? (topics[topic++] ?? "").slice(2) : data.slice(position, (position += WORD));
    if (word.length !== WORD) throw new Error("a word is missing");
    args[input.name === "" ? String(index) : input.name] = readers[index]?.(word) ?? null;
  }
  return args;
}

/** A decoded value of a {@link rawType} as JSON. */
export function toJsonValue(type: ParamType, value: unknown): JsonValue {
  if (type.isArray()) return [...(value as Iterable<unknown>)].map((item) => toJsonValue(type.arrayChildren, item));
  if (type.isTuple()) {
    const items = [...(value as Iterable<unknown>)];
    return Object.fromEntries(
      type.components.map((component, index) => [
        component.name || String(index),
        toJsonValue(component, items[index]),
      ]),
    );
  }
  if (type.type === "string") return readableString(getBytes(value as string));
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "boolean") return value;
  if (typeof value === "string") return value;
  throw new Error(`unexpected value of ${type.type}`);
}

function readableString(bytes: Uint8Array): JsonValue {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { invalidUtf8: hexlify(bytes) };
  }
}
