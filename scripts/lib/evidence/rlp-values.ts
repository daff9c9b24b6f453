import { RLP } from "@ethereumjs/rlp";
import { getBytes, hexlify } from "ethers";

export type RlpItem = Uint8Array | readonly RlpItem[];

/** A JSON-RPC quantity as RLP wants integers: big-endian without leading zeros. */
export function quantityBytes(quantity: string | bigint | number): Uint8Array {
  const hex = BigInt(quantity).toString(16);
  return hex === "0" ? new Uint8Array() : getBytes(`0x${hex.length % 2 === 0 ? hex : `0${hex}`}`);
}

/** An RLP integer that fits a safe JavaScript number. */
export function safeNumber(bytes: Uint8Array, what: string): number {
  if (bytes.length > 7 || bytes[0] === 0) throw new Error(`${what} is not a small integer`);
  const value = Number(BigInt(bytes.length === 0 ? 0 : hexlify(bytes)));
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
  return hexlify(bytes);
}

/** Decodes and refuses every encoding but the canonical one. */
export function decodeRlp(bytes: Uint8Array, what: string): RlpItem {
  const decoded = RLP.decode(bytes) as RlpItem;
  if (Buffer.compare(RLP.encode(decoded as Uint8Array[]), bytes) !== 0) throw new Error(`${what} is not canonical RLP`);
  return decoded;
}

export function encodeRlp(item: RlpItem): Uint8Array {
  return RLP.encode(item as Uint8Array[]);
}
