import { AbiCoder, type EventFragment, getBytes, hexlify, type Interface, type ParamType } from "ethers";

import type { JsonValue } from "#lib/evidence/canonical-json";

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
  const fragment = eventsOf(abi).get(topic0);
  if (fragment === undefined) return null;
  try {
    return {
      name: fragment.name,
      signature: fragment.format("sighash"),
      args: decodeArguments(fragment, topics, data),
    };
  } catch {
    return null;
  }
}

/** Events by topic. Kept for each interface: `Interface.getEvent` hashes every event again at each call. */
function eventsOf(abi: Interface): ReadonlyMap<string, EventFragment> {
  const known = eventsByInterface.get(abi);
  if (known !== undefined) return known;
  const events = new Map<string, EventFragment>();
  abi.forEachEvent((event) => {
    if (!event.anonymous) events.set(event.topicHash, event);
  });
  eventsByInterface.set(abi, events);
  return events;
}

const eventsByInterface = new WeakMap<Interface, ReadonlyMap<string, EventFragment>>();

/** An argument that is text: an address, a digest, a number. */
export function textArgument(event: Pick<DescribedEvent, "args"> | null, name: string): string {
  const value = event?.args[name];
  return typeof value === "string" ? value : "";
}

/** The type with every `string` as `bytes`: the same encoding, and decoding cannot trip over bad UTF-8. */
export function rawType(type: ParamType): string {
  return type.format("sighash").replaceAll("string", "bytes");
}

function decodeArguments(fragment: EventFragment, topics: readonly string[], data: string): Record<string, JsonValue> {
  const coder = AbiCoder.defaultAbiCoder();
  const indexed = fragment.inputs.filter((input) => input.indexed === true);
  if (topics.length !== indexed.length + 1) throw new Error("wrong number of topics");
  const plain = fragment.inputs.filter((input) => input.indexed !== true);
  const values: unknown[] = coder.decode(plain.map(rawType), data).toArray();
  const args: Record<string, JsonValue> = {};
  let topic = 1;
  fragment.inputs.forEach((input, index) => {
    const key = input.name === "" ? String(index) : input.name;
    if (input.indexed === true) {
      args[key] = toJsonValue(input, coder.decode([rawType(input)], topics[topic] ?? "0x")[0]);
      topic += 1;
    } else {
      args[key] = toJsonValue(input, values.shift());
    }
  });
  return args;
}

function toJsonValue(type: ParamType, value: unknown): JsonValue {
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
