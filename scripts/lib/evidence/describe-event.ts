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
    return { args: decodeArguments(form, topics, data), name: form.name, signature: form.signature };
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
  /** Where each argument's word is and how it is read, in the order of their names; undefined where one takes more. */
  readonly places: readonly ArgumentPlace[] | undefined;
}

interface ArgumentPlace {
  readonly name: string;
  /** Of the topic that holds it; 0 where the data does. */
  readonly topic: number;
  /** Of its first digit in the data, behind the 0x. */
  readonly start: number;
  readonly read: WordReader;
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
    places: placesOf(event.inputs),
  };
}

function placesOf(inputs: readonly ParamType[]): ArgumentPlace[] | undefined {
  const readers = wordReaders(inputs);
  let [topic, start] = [1, "0x".length];
  const places = readers?.map((read, index): ArgumentPlace => {
    const input = inputs[index];
    const name = nameOf(input, index);
    if (input?.indexed === true) return { name, topic: topic++, start: 0, read };
    const place = { name, topic: 0, start, read };
    start += WORD;
    return place;
  });
  // As canonical JSON has them, so that nobody need sort them for each event.
  return places?.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nameOf(input: ParamType | undefined, index: number): string {
  return input === undefined || input.name === "" ? String(index) : input.name;
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
  if (form.places !== undefined) return readWords(form.places, topics, data);
  const coder = AbiCoder.defaultAbiCoder();
  const words: unknown[] = coder.decode(form.words, concat(topics.slice(1))).toArray();
  const values: unknown[] = coder.decode(form.data, data).toArray();
  return Object.fromEntries(
    form.inputs.map((input, index) => [
      nameOf(input, index),
      toJsonValue(input, (input.indexed === true ? words : values).shift()),
    ]),
  );
}

/** The quick way for events whose arguments are one word each, as those of mass business are. */
function readWords(
  places: readonly ArgumentPlace[],
  topics: readonly string[],
  data: string,
): Record<string, JsonValue> {
  const args: Record<string, JsonValue> = {};
  for (const { name, topic, start, read } of places) {
    const word = topic > 0 ? (topics[topic] ?? "").slice("0x".length) : data.slice(start, start + WORD);
    if (word.length !== WORD) throw new Error("a word is missing");
    args[name] = read(word);
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
