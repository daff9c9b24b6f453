import { getBytes, keccak256 } from "ethers";

import { EMPTY_ROOT } from "#lib/evidence/ordered-root";
import { decodeRlp, rlpBytes, rlpList, type RlpItem } from "#lib/evidence/rlp-values";

/**
 * Walks an EIP-1186 proof in a secure Merkle Patricia trie. Strict: every node must hash to what its parent names, and
 * no node may be left over.
 *
 * @param root Trusted root of the trie, 0x-hex.
 * @param key The key before hashing: an address, or a slot of 32 bytes.
 * @returns The RLP-encoded value, or null when the proof shows that there is none.
 * @throws Error when the proof proves neither.
 */
export function provenValue(root: string, key: string, proof: readonly string[]): Uint8Array | null {
  if (root === EMPTY_ROOT) {
    if (proof.length > 1 || (proof[0] !== undefined && proof[0] !== "0x80")) throw new Error("nodes in an empty trie");
    return null;
  }
  const path = nibblesOf(getBytes(keccak256(key)));
  let used = 0;
  const take = (hash: string): readonly RlpItem[] => {
    const node = proof[used];
    if (node === undefined) throw new Error("proof ends early");
    if (keccak256(node) !== hash) throw new Error(`proof node ${used} does not hash to ${hash}`);
    used += 1;
    return rlpList(decodeRlp(getBytes(node), "proof node"), "proof node");
  };

  let node: readonly RlpItem[] | null = take(root);
  let depth = 0;
  let value: Uint8Array | null = null;
  while (node !== null) {
    let child: RlpItem;
    if (node.length === 17) {
      child = itemAt(node, nibbleAt(path, depth));
      depth += 1;
    } else if (node.length === 2) {
      const { nibbles, leaf } = decodePath(rlpBytes(itemAt(node, 0), "path"));
      const matches = nibbles.every((nibble, index) => path[depth + index] === nibble);
      depth += nibbles.length;
      if (!matches) break;
      if (leaf) {
        if (depth !== path.length) throw new Error("leaf at a wrong depth");
        value = rlpBytes(itemAt(node, 1), "value");
        break;
      }
      child = itemAt(node, 1);
    } else {
      throw new Error(`node of ${node.length} items`);
    }
    node = childOf(child, take);
  }
  if (used !== proof.length) throw new Error("proof has nodes left over");
  return value;
}

function childOf(child: RlpItem, take: (hash: string) => readonly RlpItem[]): readonly RlpItem[] | null {
  if (!(child instanceof Uint8Array)) return child;
  if (child.length === 0) return null;
  if (child.length !== 32) throw new Error("reference that is neither a hash nor a node");
  return take(`0x${Buffer.from(child).toString("hex")}`);
}

function decodePath(bytes: Uint8Array): { readonly nibbles: number[]; readonly leaf: boolean } {
  const all = nibblesOf(bytes);
  const flag = all[0];
  if (flag === undefined || flag > 3 || (flag % 2 === 0 && all[1] !== 0)) throw new Error("malformed path");
  return { nibbles: all.slice(flag % 2 === 0 ? 2 : 1), leaf: flag >= 2 };
}

function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 0x0f]);
}

function nibbleAt(path: readonly number[], depth: number): number {
  const nibble = path[depth];
  if (nibble === undefined) throw new Error("branch below the end of the path");
  return nibble;
}

function itemAt(node: readonly RlpItem[], index: number): RlpItem {
  const item = node[index];
  if (item === undefined) throw new Error("node lacks an item");
  return item;
}
