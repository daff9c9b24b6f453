import { globSync, readFileSync } from "node:fs";

import { expect } from "chai";
import hre from "hardhat";

import { parseCommand } from "#support/command-line";
import { guideSections, hardhatWords, isHardhat } from "#support/guide";

/** What they name are forms of commands, with what may be left out, and not lines to be typed. */
const REFERENCES = ["docs/evidence.md", "docs/exit-codes.md"];

/** What a guide tells people to type must exist: a task that was renamed must not live on in prose. */
describe("commands of the guides", () => {
  const documents = globSync("docs/*.md").filter((path) => !REFERENCES.includes(path));
  const guides = ["README.md", ...documents.sort()].filter((guide) => documentedIn(guide).length > 0);

  it("there are guides", () => {
    expect(guides).to.include.members(["README.md", "docs/operators.md", "docs/emergency.md", "docs/keys.md"]);
  });

  for (const guide of guides) {
    it(`${guide} names only tasks and options that exist`, async () => {
      for (const command of documentedIn(guide)) await parseCommand(hardhatWords(command), hre.tasks);
    });
  }

  for (const template of globSync("docs/templates/operations/*.md").sort()) {
    it(`${template} names only tasks and options that exist`, async () => {
      const commands = documentedIn(template);
      expect(commands.length > 0 || template.endsWith("communication-plan.md")).to.equal(true);
      for (const command of commands) await parseCommand(hardhatWords(command), hre.tasks);
    });
  }

  it("a command that does not exist is found", async () => {
    for (const wrong of [
      "change knew",
      "change new --klass X",
      "safe show",
      "change list stray",
      "change new --class",
      "change",
    ]) {
      const outcome = await parseCommand(hardhatWords(`npx hardhat ${wrong}`), hre.tasks).catch(() => "refused");
      expect(outcome, wrong).to.equal("refused");
    }
  });
});

/** Every `npx hardhat …` of a guide, in blocks and within sentences. */
function documentedIn(guide: string): string[] {
  const text = readFileSync(guide, "utf8");
  const typed = guideSections(text).flatMap(({ commands }) => commands.filter(isHardhat));
  const said = [...text.matchAll(/`(npx hardhat [^`]+)`/g)].map(([, command]) => command?.replaceAll("\n", " ") ?? "");
  return [...typed, ...said];
}
