import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";

import { MerkleStream, proofLength, rootOf } from "#lib/batch/merkle-stream";
import { fromHex, leafHash, toHex } from "#lib/batch/row";

import { reference } from "#support/payout";

const ENCODING = ["uint256", "bytes32", "uint256"];

type Row = [string, string, string];

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => [String(index), reference(`row ${index}`), String(index * 7 + 1)]);

function stream(rows: readonly Row[], provenIndexes?: Iterable<number>): ReturnType<MerkleStream["finish"]> {
  const tree = new MerkleStream(rows.length, provenIndexes);
  for (const [index, digest, amount] of rows) tree.push(leafHash(Number(index), fromHex(digest), BigInt(amount)));
  return tree.finish();
}

describe("the streamed Merkle tree", () => {
  for (const count of [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 31, 32, 33, 100, 127]) {
    it(`of ${count} rows has OpenZeppelin's root, and its proofs satisfy OpenZeppelin`, () => {
      const rows = rowsOf(count);
      const theirs = StandardMerkleTree.of(rows, ENCODING, { sortLeaves: false });
      for (const [index, row] of rows.entries()) {
        const { root, proofs } = stream(rows, [index]);
        const proof = proofs.get(index) ?? [];
        const nodes = proof.map(toHex);
        expect(toHex(root)).to.equal(theirs.root);
        expect(nodes).to.deep.equal(theirs.getProof(index));
        expect(StandardMerkleTree.verify(theirs.root, ENCODING, row, nodes)).to.equal(true);
        const leaf = leafHash(index, fromHex(row[1]), BigInt(row[2]));
        expect(toHex(rootOf(leaf, proof))).to.equal(theirs.root);
        expect(proof).to.have.length(proofLength(count, index));
      }
    });

    it(`of ${count} rows proves many of them on one way`, () => {
      const rows = rowsOf(count);
      const theirs = StandardMerkleTree.of(rows, ENCODING, { sortLeaves: false });
      for (const step of [1, 2, 3]) {
        const indexes = rows.map((_, index) => index).filter((index) => index % step === 0);
        const { proofs } = stream(rows, indexes);
        expect([...proofs.keys()]).to.deep.equal(indexes);
        for (const index of indexes) expect(proofs.get(index)?.map(toHex)).to.deep.equal(theirs.getProof(index));
      }
    });
  }

  it("demands as many leaves as were announced", () => {
    expect(() => new MerkleStream(0)).to.throw(RangeError);
    const [leaf] = rowsOf(1).map(([, digest]) => fromHex(digest));
    const tree = new MerkleStream(3);
    for (let count = 0; count < 3; count++) {
      expect(() => tree.finish()).to.throw(RangeError);
      tree.push(leaf ?? Buffer.alloc(32));
    }
    expect(() => {
      tree.push(leaf ?? Buffer.alloc(32));
    }).to.throw(RangeError);
  });
});
