import { readFileSync } from "node:fs";

import { expect } from "chai";

import { passTime } from "#support/governed-changes";
import { guideReader, prepareForEmergencies, signAsAsked, type Reader } from "#support/guide-reader";
import { countCommands, guideSections, isHardhat } from "#support/guide";
import type { DeployedSuite } from "#support/suite";
import type { Terminal } from "#support/terminal";

const HOUR = 3600;

/** Hours that pass before a part of the guide is reached. */
const HOURS_BEFORE: Readonly<Record<string, number>> = { "6": 20, "8": 3, "9": 72 };

/** The modes of the playbook's systems after a part of the guide. */
const MODES_AFTER: Readonly<Record<string, readonly [office: string, service: string]>> = {
  "3": ["NORMAL", "NORMAL"],
  "4": ["HALTED", "LIMITED"],
  "6": ["HALTED", "LIMITED"],
  "7": ["NORMAL", "LIMITED"],
  "9": ["NORMAL", "NORMAL"],
};

/** The guide is typed as it stands, line by line, by somebody who has nothing else to go by. */
describe("docs/emergency.md, typed word for word", function () {
  this.timeout(120_000);

  const markdown = readFileSync("docs/emergency.md", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const lines = sections.flatMap(({ commands }) => commands);
  const signedInGuide = [...markdown.matchAll(/^npx hardhat safe sign (\S+)/gm)].map(([, path]) => path ?? "");
  const typed: string[] = [];
  let reader: Reader;
  let suite: DeployedSuite;
  let terminal: Terminal;

  before(async () => {
    reader = await guideReader();
    ({ suite } = reader);
    await prepareForEmergencies(reader.sitDown());
    terminal = reader.sitDown();
  });

  after(() => {
    reader.leave();
  });

  for (const { title, commands } of sections) {
    const [number = ""] = title.split(".", 1);
    it(title, async () => {
      await passTime(suite, (HOURS_BEFORE[number] ?? 0) * HOUR + 60);
      for (const command of commands) {
        const answer = await terminal.type(command);
        typed.push(command);
        await sign(answer);
      }
      const expected = MODES_AFTER[number];
      if (expected !== undefined) expect(await modes()).to.deep.equal(expected);
    });
  }

  it("leaves nothing out, and nothing owed", async () => {
    expect(typed.filter(isHardhat)).to.have.length(countCommands(markdown));
    expect(typed).to.deep.equal(lines);
    const status = JSON.parse(await terminal.type("npx hardhat emergency status --json")) as { debts: unknown[] };
    expect(status.debts).to.deep.equal([]);
  });

  /** What the guide does not sign itself. */
  async function sign(answer: string): Promise<void> {
    const [asked = ""] = answer.split("\n", 1);
    if (signedInGuide.some((path) => asked.endsWith(`/${path}`))) return;
    await signAsAsked(terminal, suite, answer);
  }

  async function modes(): Promise<unknown[]> {
    const status = await terminal.type("npx hardhat emergency status --json");
    const { systems } = JSON.parse(status) as { systems: { name: string; mode: string }[] };
    return ["credential-office", "identity"].map((name) => systems.find((system) => system.name === name)?.mode);
  }
});
