import { readFileSync } from "node:fs";

import { expect } from "chai";

import { guideReader, type Reader } from "#support/guide-reader";
import { countCommands, guideSections, isHardhat } from "#support/guide";
import type { Terminal } from "#support/terminal";

/** Statuses by name after a part of the guide. */
const KEYS_AFTER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "1": { "issuer:office-2026": "Current", "operator:0x9DCCe783B6464611f38631e6C851bf441907c710": "Current" },
  "2": { "governance:duty-owner": "Current" },
  "4": { "issuer:office-2026": "Rotated", "issuer:office-2027": "Current" },
  "5": { "issuer:office-2027": "Rotated", "issuer:office-2028": "Current" },
  "6": { "operator:0x9DCCe783B6464611f38631e6C851bf441907c710": "Retired" },
};

/** The guide is typed as it stands, line by line, by somebody who has nothing else to go by. */
describe("docs/keys.md, typed word for word", () => {
  const markdown = readFileSync("docs/keys.md", "utf8").replace(/^```cron\n[^]*?\n```\n/m, "");
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
      const expected = KEYS_AFTER[number];
      if (expected !== undefined) expect(await statuses()).to.include(expected);
    });
  }

  it("leaves nothing out, and no incident waits for a key", async () => {
    expect(typed.filter(isHardhat)).to.have.length(countCommands(markdown));
    const shown = JSON.parse(await terminal.type("npx hardhat key show issuer:office-2027 --json")) as {
      incidents: { status: string; held: boolean }[];
    };
    expect(shown.incidents.map(({ status, held }) => [status, held])).to.deep.equal([["Resolved", false]]);
  });

  async function statuses(): Promise<Record<string, string>> {
    const { keys } = JSON.parse(await terminal.type("npx hardhat key list --all --json")) as {
      keys: { name: string; key: { status: string } }[];
    };
    return Object.fromEntries(keys.map(({ name, key }) => [name, key.status]));
  }
});
