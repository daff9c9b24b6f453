import { readFileSync } from "node:fs";

import { expect } from "chai";

import { documentKinds } from "#lib/operations/document-kind";
import { guideReader, type Reader } from "#support/guide-reader";
import { countCommands, guideSections, isHardhat } from "#support/guide";
import type { Terminal } from "#support/terminal";

/** The guide is typed as it stands, line by line, by somebody who has nothing else to go by. */
describe("docs/operations.md, typed word for word", () => {
  const markdown = readFileSync("docs/operations.md", "utf8");
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
      for (const command of commands) printed.set(command, await terminal.type(command));
    });
  }

  it("leaves nothing out, and prints the document and nothing else", () => {
    expect([...printed.keys()].filter(isHardhat)).to.have.length(countCommands(markdown));
    const shown = printed.get("npx hardhat operations show Runbook --subject retail-rail");
    expect(shown).to.equal(readFileSync("deployments/anvil/operations/runbook.md", "utf8"));
  });

  it("knows every kind of document", () => {
    for (const kind of documentKinds) expect(markdown).to.include(`| \`${kind}\` |`);
  });
});
