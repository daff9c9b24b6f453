/** A string of bytes or a list; decoded strings are views of the bytes that they were decoded from. */
export type RlpItem = Uint8Array | readonly RlpItem[];

const SHORT = 55;
const STRING = 0x80;
const LIST = 0xc0;

/**
 * Decodes one item. Strict: whatever another encoding than the canonical one could produce is refused, so that there are
 * never two files for one content.
 *
 * @param what What the bytes are, as the error shall name them.
 * @throws Error
 */
export function decodeRlp(bytes: Uint8Array, what: string): RlpItem {
  const { item, end } = decodeAt(bytes, 0, what);
  if (end !== bytes.length) throw new Error(`${what} goes on after the end of its RLP`);
  return item;
}

export function encodeRlp(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) return encodeRlpBytes(item);
  return encodeRlpList(item.map(encodeRlp));
}

export function encodeRlpBytes(bytes: Uint8Array): Uint8Array {
  const [first] = bytes;
  if (bytes.length === 1 && first !== undefined && first < STRING) return bytes;
  return Buffer.concat([rlpPrefix(STRING, bytes.length), bytes]);
}

/** A list of items that are encoded already. */
export function encodeRlpList(items: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([rlpListPrefix(items.reduce((sum, item) => sum + item.length, 0)), ...items]);
}

/** What precedes the items of a list that are `length` bytes long together. */
export function rlpListPrefix(length: number): Uint8Array {
  return rlpPrefix(LIST, length);
}

/** Where the content of an item lies, by the first bytes of the item. */
export interface RlpExtent {
  readonly isList: boolean;
  /** Of the first byte of the content. */
  readonly start: number;
  readonly length: number;
}

/** @throws Error when the prefix is cut off, or is not the shortest. */
export function rlpExtent(bytes: Uint8Array, at: number, what: string): RlpExtent {
  const first = bytes[at];
  if (first === undefined) throw new Error(`${what} ends early`);
  if (first < STRING) return { isList: false, start: at, length: 1 };
  const isList = first >= LIST;
  const short = first - (isList ? LIST : STRING);
  if (short <= SHORT) return { isList, start: at + 1, length: short };
  const width = short - SHORT;
  const start = at + 1 + width;
  if (start > bytes.length) throw new Error(`${what} ends early`);
  let length = 0;
  for (let index = at + 1; index < start; index += 1) length = length * 256 + (bytes[index] ?? 0);
  if (bytes[at + 1] === 0 || length <= SHORT || !Number.isSafeInteger(length)) throw notCanonical(what);
  return { isList, start, length };
}

/** A JSON-RPC quantity as RLP wants integers: big-endian without leading zeros. */
export function quantityBytes(quantity: string | bigint | number): Uint8Array {
  const hex = BigInt(quantity).toString(16);
  return hex === "0" ? new Uint8Array() : Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");
}

/** An RLP integer that fits a safe JavaScript number. */
export function safeNumber(bytes: Uint8Array, what: string): number {
  if (bytes.length > 7 || bytes[0] === 0) throw new Error(`${what} is not a small integer`);
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  if (!Number.isSafeInteger(value)) throw new Error(`${what} is too large`);
  return value;
}

export function rlpList(item: RlpItem | undefined, what: string): readonly RlpItem[] {
  if (item === undefined || item instanceof Uint8Array) throw new Error(`${what} is not a list`);
  return item;
}

export function rlpBytes(item: RlpItem | undefined, what: string): Uint8Array {
  if (!(item instanceof Uint8Array)) throw new Error(`${what} is not bytes`);
  return item;
}

export function rlpHex(item: RlpItem | undefined, what: string, length?: number): string {
  const bytes = rlpBytes(item, what);
  if (length !== undefined && bytes.length !== length) throw new Error(`${what} is not ${length} bytes`);
  return toHex(bytes);
}

export function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;
}

function decodeAt(bytes: Uint8Array, at: number, what: string): { readonly item: RlpItem; readonly end: number } {
  const { isList, start, length } = rlpExtent(bytes, at, what);
  const end = start + length;
  if (end > bytes.length) throw new Error(`${what} ends early`);
  if (!isList) {
    // A small byte is its own encoding.
    if (start > at && length === 1 && (bytes[start] ?? 0) < STRING) throw notCanonical(what);
    return { item: bytes.subarray(start, end), end };
  }
  const items: RlpItem[] = [];
  let next = start;
  while (next < end) {
    const inner = decodeAt(bytes, next, what);
    items.push(inner.item);
    next = inner.end;
  }
  if (next !== end) throw new Error(`${what} holds an item that is longer than its list`);
  return { item: items, end };
}

function rlpPrefix(kind: number, length: number): Uint8Array {
  if (length <= SHORT) return Uint8Array.of(kind + length);
  const size = quantityBytes(length);
  return Uint8Array.of(kind + SHORT + size.length, ...size);
}

function notCanonical(what: string): Error {
  return new Error(`${what} is not canonical RLP`);
}
