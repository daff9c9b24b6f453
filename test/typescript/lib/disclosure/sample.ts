import { expect } from "chai";
import { id } from "ethers";

import { drawSample, parseSampleSize } from "#lib/disclosure/sample";

import { expectCode } from "#support/expect-code";

const [anchorHash, batchId] = [id("anchor"), id("batch")];
const order = { anchorHash, batchId, count: 1_000, size: 5 };

describe("a sample", () => {
  it("is the one that docs/evidence.md gives as an example", () => {
    expect(drawSample(order)).to.deep.equal(EXAMPLE);
  });

  it("is another by another anchor or of another batch", () => {
    const drawn = [order, { ...order, anchorHash: id("other") }, { ...order, batchId: id("other") }].map(drawSample);
    expect(new Set(drawn.map((rows) => rows.join())).size).to.equal(3);
  });

  it("holds every smaller one, so that nobody gains by the choice of its size", () => {
    const all = drawSample({ ...order, count: 50, size: 50 });
    for (let size = 1; size < 50; size++) {
      expect(drawSample({ ...order, count: 50, size })).to.deep.equal(all.slice(0, size));
    }
    expect([...all].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 50 }, (_, index) => index));
  });

  it("has every row with the same chance", () => {
    const [count, draws] = [7, 7_000];
    const drawn = Array<number>(count).fill(0);
    for (let number = 0; number < draws; number++) {
      const [first = 0] = drawSample({ anchorHash: id(String(number)), batchId, count, size: 1 });
      drawn[first] = (drawn[first] ?? 0) + 1;
    }
    const expected = draws / count;
    const chiSquared = drawn.reduce((sum, times) => sum + (times - expected) ** 2 / expected, 0);
    // Six degrees of freedom: beyond this once in a thousand fair draws, and these draws are always the same.
    expect(chiSquared).to.be.below(22.46);
  });

  it("has at least one row, and not more than there are", async () => {
    await expectCode(() => parseSampleSize("0"), "input/sample-size");
    await expectCode(() => parseSampleSize("-1"), "input/integer");
    expect(() => drawSample({ ...order, count: 4 })).to.throw(RangeError);
  });
});

const EXAMPLE = [691, 992, 706, 661, 47];
