import { expect } from "chai";
import { keccak256 } from "ethers";

import { keccakHex } from "#lib/evidence/keccak";

/** Two implementations of one standard: ours, and the one that ethers brings. */
describe("keccak", () => {
  it("says what another implementation says, for every length around the edges of its blocks", () => {
    const lengths = [...Array(420).keys(), 64_463, 64_464, 64_465, 64_600, 200_000];
    for (const length of lengths) {
      const bytes = Buffer.alloc(length, (length % 255) + 1);
      expect(keccakHex(bytes), String(length)).to.equal(keccak256(bytes));
    }
  });

  it("keeps nothing of one message for the next", () => {
    keccakHex(Buffer.alloc(1_000, 0xff));
    expect(keccakHex(new Uint8Array())).to.equal("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  });
});
