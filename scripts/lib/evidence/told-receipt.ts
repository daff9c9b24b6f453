import { rlpTextList, rlpTextString } from "#lib/evidence/rlp-text";

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
 * Reads a receipt as a node's JSON has it. By hand, and as the text that it comes in: a block may hold thousands of logs,
 * and a buffer for each of their fields costs more than everything else.
 *
 * @throws TypeError that names the field.
 */
export function toldReceipt(json: unknown): ToldReceipt {
  const receipt = fieldsOf(json, "receipt");
  const logs = listOf(receipt["logs"], "logs").map((log) => fieldsOf(log, "log"));
  const body = rlpTextList(
    rlpTextString(quantityOf(receipt, "status")) +
      rlpTextString(quantityOf(receipt, "cumulativeGasUsed")) +
      rlpTextString(digitsOf(receipt["logsBloom"], "logsBloom")) +
      rlpTextList(logs.map(logText).join("")),
  );
  const type = receipt["type"] === undefined ? 0 : Number(receipt["type"]);
  const text = type === 0 ? body : type.toString(16).padStart(2, "0") + body;
  return {
    encoded: Buffer.from(text, "hex"),
    ...placeOf(receipt, "transactionIndex"),
    logs: logs.map((log) => placeOf(log, "logIndex")),
  };
}

type Fields = Readonly<Record<string, unknown>>;

function logText(log: Fields): string {
  const topics = listOf(log["topics"], "topics").map((topic) => rlpTextString(digitsOf(topic, "topic")));
  return rlpTextList(
    rlpTextString(digitsOf(log["address"], "address")) +
      rlpTextList(topics.join("")) +
      rlpTextString(digitsOf(log["data"], "data")),
  );
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

/** Whole bytes. */
function digitsOf(value: unknown, what: string): string {
  if (typeof value === "string" && /^0x(?:[0-9a-fA-F]{2})*$/.test(value)) return value.slice(2);
  throw new TypeError(`${what} is not bytes`);
}

/** A number as RLP wants it: without leading zeros. */
function quantityOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]+$/.test(value)) throw new TypeError(`${name} is not a quantity`);
  const digits = value.slice(2).replace(/^0+/, "");
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}
