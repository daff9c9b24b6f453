import { createMPT } from "@ethereumjs/mpt";
import { RLP } from "@ethereumjs/rlp";
import { expect } from "chai";
import { hexlify } from "ethers";

import { orderedRoot } from "#lib/evidence/ordered-root";
import { decodeRlp, encodeRlp, type RlpItem } from "#lib/evidence/rlp-values";

const bytes = (length: number, fill = 0xab): Uint8Array => new Uint8Array(length).fill(fill);

/** Lengths at which RLP changes its form. */
const edges = [0, 1, 2, 54, 55, 56, 57, 254, 255, 256, 257, 65_535, 65_536];

/** Two implementations of one standard: ours, and the one of ethereumjs. */
describe("RLP", () => {
  it("encodes and decodes as another implementation does", () => {
    const items: RlpItem[] = [
      ...edges.map((length) => bytes(length)),
      ...[0x00, 0x7f, 0x80, 0xff].map((byte) => bytes(1, byte)),
      ...edges.map((length): RlpItem => [bytes(length), [], [bytes(1, 1), [bytes(length)]]]),
      Array.from({ length: 300 }, (_, index) => bytes(index % 70, index)),
    ];
    for (const item of items) {
      const encoded = encodeRlp(item);
      expect(hexlify(encoded)).to.equal(hexlify(RLP.encode(item as Uint8Array[])));
      expect(encodeRlp(decodeRlp(encoded, "item"))).to.deep.equal(encoded);
    }
  });

  it("refuses every encoding but the canonical one", () => {
    for (const [hex, reason] of [
      ["8100", "not canonical"],
      ["817f", "not canonical"],
      ["b801aa", "not canonical"],
      ["b90038".padEnd(6 + 2 * 56, "a"), "not canonical"],
      ["f80180", "not canonical"],
      ["80aa", "goes on after the end"],
      ["", "ends early"],
      ["82aa", "ends early"],
      ["b8", "ends early"],
      ["c28080aa", "goes on after the end"],
      ["c181aa", "ends early|longer than its list"],
      ["c2c28080", "ends early|longer than its list"],
    ] as const) {
      expect(() => decodeRlp(Buffer.from(hex, "hex"), "it"), hex).to.throw(new RegExp(reason));
    }
  });
});

describe("orderedRoot", () => {
  it("is the root that a trie has after all insertions", async () => {
    for (const count of [0, 1, 2, 3, 16, 17, 127, 128, 129, 130, 255, 256, 257, 300]) {
      const values = Array.from({ length: count }, (_, index) =>
        bytes(index % 3 === 0 ? 5 : 40 + (index % 90), index % 251),
      );
      const trie = await createMPT();
      for (const [index, value] of values.entries()) await trie.put(RLP.encode(index), value);
      expect(orderedRoot(values), String(count)).to.equal(hexlify(trie.root()));
    }
  });

  it("is another one when values change places", () => {
    const values = [bytes(40, 1), bytes(40, 2), bytes(40, 3)];
    expect(orderedRoot(values.toReversed())).not.to.equal(orderedRoot(values));
  });
});
