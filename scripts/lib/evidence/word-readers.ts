import { getAddress, type ParamType } from "ethers";

import type { JsonValue } from "#lib/files/canonical-json";

/** Hexadecimal digits of a word. */
export const WORD = 64;

/** Reads a value out of a word, as the ABI encodes it. Says the same as ethers' coder does, which builds itself anew for each event. */
export type WordReader = (word: string) => JsonValue;

/** Readers for arguments of one word each; undefined where one takes more than that. */
export function wordReaders(types: readonly ParamType[]): WordReader[] | undefined {
  const readers = types.map(({ type }) => wordReader(type));
  return readers.every((reader) => reader !== undefined) ? readers : undefined;
}

function wordReader(type: string): WordReader | undefined {
  if (type === "address") return addressReader();
  if (type === "bool") return (word) => /[^0]/.test(word);
  const [, kind, size = ""] = /^(uint|int|bytes)(\d+)$/.exec(type) ?? [];
  const bits = Number(size);
  if (kind === "uint") return (word) => BigInt.asUintN(bits, BigInt(`0x${word}`)).toString();
  if (kind === "int") return (word) => BigInt.asIntN(bits, BigInt(`0x${word}`)).toString();
  if (kind === "bytes") return (word) => `0x${word.slice(0, 2 * bits)}`;
  return undefined;
}

/** Few addresses speak often, and a checksum is a hash. */
const REMEMBERED = 10_000;

function addressReader(): WordReader {
  const checksummed = new Map<string, string>();
  return (word) => {
    const known = checksummed.get(word);
    if (known !== undefined) return known;
    if (!word.startsWith("0".repeat(24))) throw new RangeError("not an address");
    const address = getAddress(`0x${word.slice(24)}`);
    if (checksummed.size >= REMEMBERED) checksummed.clear();
    checksummed.set(word, address);
    return address;
  };
}
