import { encodeRlpBytes, encodeRlpList, quantityBytes } from "#lib/evidence/rlp-values";

/** Where a node says that something belongs. */
export interface ToldPlace {
  readonly blockHash: unknown;
  readonly transactionHash: unknown;
  /** Position of a receipt in its block, of a log among all of its block. */
  readonly index: number;
  readonly removed: boolean;
}

/** A receipt in consensus encoding (EIP-2718), with what the node says besides and no root commits to. */
export interface ToldReceipt extends ToldPlace {
  readonly encoded: Uint8Array;
  readonly logs: readonly ToldPlace[];
}

/**
 * Reads a receipt as a node's JSON has it. By hand: a block may hold thousands of logs.
 *
 * @throws TypeError that names the field.
 */
export function toldReceipt(json: unknown): ToldReceipt {
  const receipt = fieldsOf(json, "receipt");
  const logs = listOf(receipt["logs"], "logs").map((log) => fieldsOf(log, "log"));
  const body = encodeRlpList([
    encodeRlpBytes(quantity(receipt, "status")),
    encodeRlpBytes(quantity(receipt, "cumulativeGasUsed")),
    encodeRlpBytes(bytesOf(receipt["logsBloom"], "logsBloom")),
    encodeRlpList(logs.map(encodeLog)),
  ]);
  const type = receipt["type"] === undefined ? 0 : Number(receipt["type"]);
  return {
    encoded: type === 0 ? body : Buffer.concat([Uint8Array.of(type), body]),
    ...placeOf(receipt, "transactionIndex"),
    logs: logs.map((log) => placeOf(log, "logIndex")),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function encodeLog(log: Fields): Uint8Array {
  const topics = listOf(log["topics"], "topics").map((topic) => encodeRlpBytes(bytesOf(topic, "topic")));
  return encodeRlpList([
    encodeRlpBytes(bytesOf(log["address"], "address")),
    encodeRlpList(topics),
    encodeRlpBytes(bytesOf(log["data"], "data")),
  ]);
}

function placeOf(fields: Fields, index: string): ToldPlace {
  const { blockHash, transactionHash, removed } = fields;
  return { blockHash, transactionHash, index: Number(fields[index]), removed: removed === true };
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null) throw new TypeError(`${what} is not an object`);
  return value as Fields;
}

function listOf(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is not a list`);
  return value;
}

function bytesOf(value: unknown, what: string): Uint8Array {
  if (typeof value !== "string" || !value.startsWith("0x")) throw new TypeError(`${what} is not bytes`);
  const bytes = Buffer.from(value.slice(2), "hex");
  // Node stops at the first character that is no digit.
  if (bytes.length * 2 !== value.length - 2) throw new TypeError(`${what} is not bytes`);
  return bytes;
}

function quantity(fields: Fields, name: string): Uint8Array {
  const value = fields[name];
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]+$/.test(value)) throw new TypeError(`${name} is not a quantity`);
  return quantityBytes(value);
}
