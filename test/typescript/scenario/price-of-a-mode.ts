import { expect } from "chai";
import hre from "hardhat";

import { measureEmergency } from "#lib/bench/emergency-gas";
import { silentReporter } from "#lib/console/reporter";
import { openStage } from "#lib/demo/open-stage";
import { temporaryFolder } from "#support/temporary-folder";

describe("the price of asking for a mode", () => {
  let out: string;

  before(() => {
    out = temporaryFolder();
  });

  it("is at most 6,000 gas cold and 1,000 warm, for a system never restricted and for one whose restriction is over", async () => {
    // Nothing is upgraded here.
    const validateUpgrade = (): Promise<never> => Promise.reject(new Error("no upgrade is measured"));
    const stage = await openStage({ hre, out, reporter: silentReporter(), validateUpgrade });
    const { modeCheck } = await measureEmergency({ stage, artifact: (name) => hre.artifacts.readArtifact(name) });
    for (const [what, { cold, warm }] of Object.entries(modeCheck)) {
      expect(Number(cold.gas), `${what}, cold`).to.be.within(1, 6_000);
      expect(Number(warm.gas), `${what}, warm`).to.be.within(1, 1_000);
    }
  });
});
