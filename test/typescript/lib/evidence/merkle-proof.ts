import { createMerkleProof, createMPT } from "@ethereumjs/mpt";
import { expect } from "chai";
import { getBytes, hexlify, id, keccak256, toBeHex } from "ethers";

import { provenValue } from "#lib/evidence/merkle-proof";

describe("provenValue", () => {
  const keys = Array.from({ length: 40 }, (_, index) => toBeHex(index, 32));
  let root: string;
  let proofs: Map<string, string[]>;

  async function trieOf(count: number): Promise<{ root: string; prove: (key: string) => Promise<string[]> }> {
    const trie = await createMPT();
    for (const key of keys.slice(0, count)) await trie.put(getBytes(keccak256(key)), getBytes(id(key)));
    return {
      root: hexlify(trie.root()),
      prove: async (key) => (await createMerkleProof(trie, getBytes(keccak256(key)))).map((node) => hexlify(node)),
    };
  }

  before(async () => {
    const trie = await trieOf(30);
    ({ root } = trie);
    proofs = new Map(await Promise.all(keys.map(async (key) => [key, await trie.prove(key)] as const)));
  });

  const proofOf = (key: string): string[] => proofs.get(key) ?? [];

  it("yields what is there and null for what is not", () => {
    for (const key of keys.slice(0, 30))
      expect(hexlify(provenValue(root, key, proofOf(key)) ?? "0x")).to.equal(id(key));
    for (const key of keys.slice(30)) expect(provenValue(root, key, proofOf(key))).to.equal(null);
  });

  it("works in a trie of one leaf and in an empty one", async () => {
    const single = await trieOf(1);
    const [first = "", second = ""] = keys;
    expect(hexlify(provenValue(single.root, first, await single.prove(first)) ?? "0x")).to.equal(id(first));
    expect(provenValue(single.root, second, await single.prove(second))).to.equal(null);
    const empty = (await trieOf(0)).root;
    expect(provenValue(empty, first, [])).to.equal(null);
    expect(() => provenValue(empty, first, proofOf(first))).to.throw("nodes in an empty trie");
  });

  it("refuses a proof under another root, of another key, cut, stretched or altered", () => {
    const [key = "", other = ""] = keys;
    const proof = proofOf(key);
    expect(proof.length).to.be.greaterThan(1);
    expect(() => provenValue(id("root"), key, proof)).to.throw("does not hash");
    expect(() => provenValue(root, other, proof)).to.throw();
    expect(() => provenValue(root, key, proof.slice(0, -1))).to.throw("proof ends early");
    expect(() => provenValue(root, key, [...proof, proof[0] ?? ""])).to.throw("nodes left over");
    expect(() => provenValue(root, key, [])).to.throw("proof ends early");
    proof.forEach((node, index) => {
      const altered = proof.with(index, `${node.slice(0, -1)}${node.endsWith("0") ? "1" : "0"}`);
      expect(() => provenValue(root, key, altered)).to.throw();
    });
  });
});
