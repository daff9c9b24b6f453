import { globSync, readFileSync } from "node:fs";
import path from "node:path";

import { keccak256, toBeHex, toBigInt, toUtf8Bytes } from "ethers";

const ANNOTATION = /@custom:storage-location erc7201:(\S+)/g;
const SLOT_MASK = ~0xffn;

/** The base slot of an ERC-7201 namespace. */
export function namespaceSlot(id: string): string {
  const inner = toBigInt(keccak256(toUtf8Bytes(id))) - 1n;
  return toBeHex(toBigInt(keccak256(toBeHex(inner, 32))) & SLOT_MASK, 32);
}

/**
 * Namespaces whose base slot is in none of the sources. The compiler does not connect the annotation with the constant:
 * a constant copied from elsewhere would let two namespaces share their storage.
 */
export function misplacedNamespaces(contracts: string): string[] {
  const sources = globSync("**/*.sol", { cwd: contracts }).map((file) => ({
    file,
    text: readFileSync(path.join(contracts, file), "utf8"),
  }));
  return sources.flatMap(({ file, text }) =>
    [...text.matchAll(ANNOTATION)]
      .map(([, id = ""]) => ({ id, slot: namespaceSlot(id) }))
      .filter(({ slot }) => !sources.some((source) => source.text.includes(slot)))
      .map(({ id, slot }) => `${file}: namespace "${id}" begins at ${slot}, which no contract contains`),
  );
}
