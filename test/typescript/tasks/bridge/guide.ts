import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { BridgeTraffic } from "#support/bridge-traffic";
import { copyDemoCountry } from "#support/emergency-country";
import { passTime } from "#support/governed-changes";
import { guideSections, isHardhat } from "#support/guide";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";
import { Terminal } from "#support/terminal";

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

  const home = process.cwd();
  const markdown = readFileSync("docs/bridge.md", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const typed: string[] = [];
  let suite: DeployedSuite;
  let traffic: BridgeTraffic;
  let terminal: Terminal;

  before(async () => {
    suite = await loadSuite();
    traffic = new BridgeTraffic(suite);
    const folder = temporaryFolder();
    const deployment = join(folder, "deployments/anvil");
    mkdirSync(deployment, { recursive: true });
    symlinkSync(join(home, "docs"), join(folder, "docs"));
    copyDemoCountry(deployment);
    writeContractsRecord(deployment, suite.record);
    process.chdir(folder);
    terminal = new Terminal(folder, suite.connection);
  });

  after(() => {
    process.chdir(home);
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
    const commands = [...markdown.matchAll(/^ *npx hardhat /gm)].length;
    expect(typed.filter(isHardhat)).to.have.length(commands);
  });

  async function outCapacity(): Promise<string | undefined> {
    const status = await terminal.type("npx hardhat bridge show --json");
    const { limits } = JSON.parse(status) as { limits: { capacity: string }[] };
    return limits[0]?.capacity;
  }
});
