import { readFileSync } from "node:fs";

import { expect } from "chai";

import { guideReader, type Reader } from "#support/guide-reader";
import { countCommands, guideSections, isHardhat } from "#support/guide";
import type { Terminal } from "#support/terminal";

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

  const markdown = readFileSync("docs/programs.md", "utf8");
  const template = readFileSync("docs/templates/program/rule-set.json", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const typed: string[] = [];
  let reader: Reader;
  let terminal: Terminal;

  before(async () => {
    reader = await guideReader();
    terminal = reader.sitDown();
  });

  after(() => {
    reader.leave();
  });

  for (const { title, commands } of sections) {
    const [number = ""] = title.split(".", 1);
    it(title, async () => {
      for (const command of commands) {
        await terminal.type(command);
        typed.push(command);
      }
      const expected = AFTER[number];
      if (expected !== undefined) expect(await state()).to.deep.equal(expected);
    });
  }

  it("leaves nothing out", () => {
    expect(typed.filter(isHardhat)).to.have.length(countCommands(markdown));
  });

  it("says what the template says", () => {
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
