import { expect } from "chai";

import { showCounts } from "#lib/build/test-counts";

describe("showCounts", () => {
  it("adds up what the runners counted", () => {
    const outputs = { solidity: "  ✔ test_A()\n\n\n  970 passing\n\n", mocha: "  ✔ it\n\n  797 passing (5m)\n\n" };
    expect(showCounts(outputs)).to.equal("1767 passing (970 solidity, 797 mocha)");
  });

  it("tells failures on a line of their own, and reads coloured lines", () => {
    const outputs = {
      solidity: "\u001b[32m  9 passing\u001b[0m\n\u001b[31m  2 failing\u001b[0m\n",
      mocha: "  it says 5 passing trains\n  1 passing (2ms)\n",
    };
    expect(showCounts(outputs)).to.equal("10 passing (9 solidity, 1 mocha)\n2 failing (2 solidity, 0 mocha)");
  });

  it("counts nothing for a runner that printed nothing", () => {
    expect(showCounts({ solidity: "", mocha: "  1 passing" })).to.equal("1 passing (0 solidity, 1 mocha)");
  });
});
