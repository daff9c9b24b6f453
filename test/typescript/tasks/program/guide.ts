import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { copyDemoCountry } from "#support/emergency-country";
import { passTime } from "#support/governed-changes";
import { guideSections, isHardhat } from "#support/guide";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";
import { Terminal } from "#support/terminal";

/** Phase of the programme, and status of its batch, after a part of the guide. */
const AFTER: Readonly<Record<string, readonly [phase: string, batch: string | undefined]>> = {
  "2": ["Assessment", undefined],
  "3": ["Pilot", undefined],
  "4": ["Pilot", "Authorised"],
  "5": ["Pilot", "Reconciled"],
};

/** The guide is typed as it stands, line by line, by somebody who has nothing else to go by. */
describe("docs/programs.md, typed word for word", function () {
  this.timeout(240_000);

  const home = process.cwd();
  const markdown = readFileSync("docs/programs.md", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const typed: string[] = [];
  let suite: DeployedSuite;
  let terminal: Terminal;

  before(async () => {
    suite = await loadSuite();
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
      await passTime(suite, 60);
      for (const command of commands) {
        await terminal.type(command);
        typed.push(command);
      }
      const expected = AFTER[number];
      if (expected !== undefined) expect(await state()).to.deep.equal(expected);
    });
  }

  it("leaves nothing out", () => {
    const commands = [...markdown.matchAll(/^ *npx hardhat /gm)].length;
    expect(typed.filter(isHardhat)).to.have.length(commands);
  });

  it("says what the template says", () => {
    const template = readFileSync(join(home, "docs/templates/program/rule-set.json"), "utf8");
    expect(template.match(/2026-12-01/g)).to.have.length(1);
  });

  async function state(): Promise<readonly [string, string | undefined]> {
    const program = await terminal.type("npx hardhat program show child-benefit --json");
    const list = await terminal.type("npx hardhat batch list child-benefit --json");
    const { phase } = JSON.parse(program) as { phase: string };
    const { batches } = JSON.parse(list) as { batches: { status: string }[] };
    return [phase, batches[0]?.status];
  }
});
