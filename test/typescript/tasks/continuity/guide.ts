import { cpSync, readFileSync } from "node:fs";

import { expect } from "chai";

import { STORES } from "#lib/continuity/stores";
import { contentOf } from "#support/continuity-country";
import { guideReader, type Reader } from "#support/guide-reader";
import { countCommands, guideSections, isHardhat } from "#support/guide";
import type { Terminal } from "#support/terminal";

/** The guide is typed as it stands: everything off chain is lost on the way, and comes back. */
describe("docs/continuity.md, typed word for word", () => {
  const markdown = readFileSync("docs/continuity.md", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const printed = new Map<string, string>();
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
    it(title, async () => {
      for (const command of commands) {
        // What the backup of the guide has is what was there when it was made.
        if (command === "npx hardhat continuity backup medium")
          cpSync("deployments/anvil", "before", { recursive: true });
        printed.set(command, await terminal.type(command));
      }
    });
  }

  it("brings back what was there, and finds it sound", () => {
    expect([...printed.keys()].filter(isHardhat)).to.have.length(countCommands(markdown));
    expect(contentOf("deployments/anvil")).to.deep.equal(contentOf("before"));
    const restored = [...printed].find(([command]) => command.includes("restore") && !command.includes("--dry-run"));
    expect(restored?.[1]).to.include("✓ gov doctor: 0 errors").and.to.include("✓ evidence verify evidence/november");
    expect(restored?.[1]).to.include("backup 1 (newest)");
    const drilled = printed.get("npx hardhat continuity drill medium --identity vault.key --trust trust.json");
    expect(drilled).to.include("✓ evidence verify").and.to.include("drill of backup 1: recorded as version 1");
  });

  it("knows every store, and which are secret", () => {
    for (const { name, path, holds, secret } of STORES) {
      const paths =
        path === "anything else"
          ? path
          : path
              .split(", ")
              .map((part) => `\`${part}\``)
              .join(", ");
      expect(markdown).to.include(`| \`${name}\` | ${paths} | ${holds} |${secret ? " yes " : " "}|`);
    }
  });
});
