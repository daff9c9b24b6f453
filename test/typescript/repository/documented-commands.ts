import { readFileSync } from "node:fs";

import { expect } from "chai";
import hre from "hardhat";
import { ArgumentType } from "hardhat/types/arguments";

/** Options that Hardhat itself takes, as far as our guides use them. */
const GLOBAL_OPTIONS = new Set(["network", "build-profile"]);

/** What a guide tells people to type must exist: a task that was renamed must not live on in prose. */
describe("commands of the guides", () => {
  for (const guide of ["README.md", "docs/operators.md", "docs/signers.md", "docs/emergency.md"]) {
    it(`${guide} names only tasks and options that exist`, () => {
      const commands = documentedCommands(readFileSync(guide, "utf8"));
      expect(commands.length).to.be.greaterThan(2);
      for (const command of commands) requireKnown(command, guide);
    });
  }

  it("a command that does not exist is found", () => {
    for (const wrong of [
      "change knew",
      "change new --klass X",
      "safe show",
      "change list stray",
      "change new --class",
    ]) {
      expect(() => {
        requireKnown(wordsOf(wrong), "a test");
      }, wrong).to.throw();
    }
  });
});

/** Every `npx hardhat …` of the fenced blocks, as words; continued lines are one command. */
function documentedCommands(text: string): string[][] {
  const blocks = [...text.matchAll(/^```[a-z]*\n(.*?)^```/gms)].map(([, body]) => body ?? "");
  return blocks.flatMap((block) =>
    block
      .replaceAll(/\\\n/g, " ")
      .split("\n")
      .flatMap((line) => {
        const [, command] = /^npx hardhat (.*)$/.exec(line) ?? [];
        return command === undefined ? [] : [wordsOf(command.split(/ \|\| | # /, 1)[0] ?? "")];
      }),
  );
}

function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
}

function requireKnown(words: readonly string[], guide: string): void {
  const command = `${guide}: npx hardhat ${words.join(" ")}`;
  const [group = "", verb = ""] = words;
  const task = hre.tasks.getTask([group, verb]);
  let positional = 0;
  for (let index = 2; index < words.length; ++index) {
    const word = words[index] ?? "";
    if (!word.startsWith("--")) {
      positional += 1;
      continue;
    }
    const name = word.slice(2);
    const option = [...task.options.values()].find((candidate) => kebab(candidate.name) === name);
    expect(option !== undefined || GLOBAL_OPTIONS.has(name), `${command}: ${word}`).to.equal(true);
    if (option?.type === ArgumentType.FLAG) continue;
    index += 1;
    expect(words[index]?.startsWith("--"), `${command}: the value of ${word}`).to.equal(false);
  }
  const variadic = task.positionalArguments.some(({ isVariadic }) => isVariadic);
  const required = task.positionalArguments.filter(({ defaultValue }) => defaultValue === undefined).length;
  expect(positional, command).to.be.at.least(required);
  if (!variadic) expect(positional, command).to.be.at.most(task.positionalArguments.length);
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
