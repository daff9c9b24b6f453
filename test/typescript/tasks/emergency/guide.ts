import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import type { CouncilKey } from "#lib/deployment/governance-checks";
import { readSafeRequest } from "#lib/safe/safe-file";

import { copyDemoCountry } from "#support/emergency-country";
import { passTime } from "#support/governed-changes";
import { guideSections, isHardhat } from "#support/guide";
import { loadSuite, type DeployedSuite } from "#support/suite";
import { temporaryFolder } from "#support/temporary-folder";
import { Terminal } from "#support/terminal";

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

  const home = process.cwd();
  const markdown = readFileSync("docs/emergency.md", "utf8");
  const sections = guideSections(markdown).filter(({ commands }) => commands.length > 0);
  const lines = sections.flatMap(({ commands }) => commands);
  const signedInGuide = [...markdown.matchAll(/^npx hardhat safe sign (\S+)/gm)].map(([, path]) => path ?? "");
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
    await prepare(new Terminal(folder, suite.connection));
    terminal = new Terminal(folder, suite.connection);
  });

  after(() => {
    process.chdir(home);
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
    const commands = [...markdown.matchAll(/^ *npx hardhat /gm)].length;
    expect(typed.filter(isHardhat)).to.have.length(commands);
    expect(typed).to.deep.equal(lines);
    const status = JSON.parse(await terminal.type("npx hardhat emergency status --json")) as { debts: unknown[] };
    expect(status.debts).to.deep.equal([]);
  });

  /** What must be there before: the roster, as the guide for operators has it. */
  async function prepare(operator: Terminal): Promise<void> {
    const [first, ...parts] = guideSections(readFileSync(join(home, "docs/operators.md"), "utf8"));
    const preparation = parts.find(({ title }) => title === "Prepare for emergencies");
    const commands = [first, preparation].flatMap((section) => section?.commands ?? []);
    for (const command of commands) await operator.type(command);
  }

  /** What a council is asked to sign is signed and sent by the commands that the answer prints, unless the guide does. */
  async function sign(answer: string): Promise<void> {
    const [first = "", ...next] = answer.trimEnd().split("\n");
    const [, file] = /^to be signed: (.*)$/.exec(first) ?? [];
    if (file === undefined) return;
    if (signedInGuide.some((path) => file.endsWith(`/${path}`))) return;
    const [signing = "", ...sending] = next;
    for (const owner of signers(readSafeRequest(file).safe)) await terminal.type(`${signing} --account ${owner}`);
    for (const command of sending) await terminal.type(command);
  }

  function signers(safe: string): string[] {
    const { record, governance } = suite;
    const council = (Object.keys(record.safes) as CouncilKey[]).find((key) => record.safes[key].address === safe);
    if (council === undefined) throw new Error(`no council has the Safe ${safe}`);
    const { seats, threshold } = governance.councils[council];
    return seats.slice(0, threshold).map(({ owner }) => owner);
  }

  async function modes(): Promise<unknown[]> {
    const status = await terminal.type("npx hardhat emergency status --json");
    const { systems } = JSON.parse(status) as { systems: { name: string; mode: string }[] };
    return ["credential-office", "identity"].map((name) => systems.find((system) => system.name === name)?.mode);
  }
});
