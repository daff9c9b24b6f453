import { readFileSync } from "node:fs";

import { expect } from "chai";

import { BridgeTraffic } from "#support/bridge-traffic";
import { passTime } from "#support/governed-changes";
import { guideReader, type Reader } from "#support/guide-reader";
import { countCommands, guideSections, isHardhat } from "#support/guide";
import type { DeployedSuite } from "#support/suite";
import type { Terminal } from "#support/terminal";

const HOUR = 3600;

/** Hours that pass before a part of the guide is reached. */
const HOURS_BEFORE: Readonly<Record<string, number>> = { "4": 48 };

/** OutCapacity of the whole rail after a part of the guide, in the smallest unit. */
const CAPACITY_AFTER: Readonly<Record<string, string>> = {
  "1": "500000000",
  "2": "100000000",
  "4": "100000000",
  "5": "500000000",
};

/** The guide is typed as it stands, line by line, by somebody who has nothing else to go by. */
describe("docs/bridge.md, typed word for word", function () {
  this.timeout(120_000);

  const markdown = readFileSync("docs/bridge.md", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const typed: string[] = [];
  let reader: Reader;
  let suite: DeployedSuite;
  let traffic: BridgeTraffic;
  let terminal: Terminal;

  before(async () => {
    reader = await guideReader();
    ({ suite } = reader);
    traffic = new BridgeTraffic(suite);
    terminal = reader.sitDown();
  });

  after(() => {
    reader.leave();
  });

  for (const { title, commands } of sections) {
    const [number = ""] = title.split(".", 1);
    it(title, async () => {
      await passTime(suite, (HOURS_BEFORE[number] ?? 0) * HOUR + 60);
      await traffic.observe();
      await suite.connection.provider.request({ method: "hardhat_mine", params: ["0x6"] });
      for (const command of commands) {
        await terminal.type(command);
        typed.push(command);
      }
      const expected = CAPACITY_AFTER[number];
      if (expected !== undefined) expect(await outCapacity()).to.equal(expected);
    });
  }

  it("leaves nothing out", () => {
    expect(typed.filter(isHardhat)).to.have.length(countCommands(markdown));
  });

  async function outCapacity(): Promise<string | undefined> {
    const status = await terminal.type("npx hardhat bridge show --json");
    const { limits } = JSON.parse(status) as { limits: { capacity: string }[] };
    return limits[0]?.capacity;
  }
});
