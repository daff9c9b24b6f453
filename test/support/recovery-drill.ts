import { expect } from "chai";

import { passTime } from "#support/governed-changes";
import { guideReader, type Reader } from "#support/guide-reader";
import { missingLine, readRunbook, type RunbookCommand } from "#support/recovery-runbook";
import type { DeployedSuite } from "#support/suite";
import type { Terminal } from "#support/terminal";

/** What a drill adds to the runbook: what went wrong, what happens meanwhile, and what must be true at the end. */
export interface Drill {
  readonly runbook: string;
  /** Brings the trouble about, on a suite that is well. */
  readonly trouble?: (suite: DeployedSuite, before: Terminal) => Promise<void>;
  /** What happens in the world before a step is reached. */
  readonly meanwhile?: Readonly<Record<number, (suite: DeployedSuite) => Promise<void>>>;
  /** Asserts the state that the runbook promises. */
  readonly promised: (suite: DeployedSuite, terminal: Terminal) => Promise<void>;
}

/** A step's wait, for `meanwhile`. */
export function waiting(seconds: number): (suite: DeployedSuite) => Promise<void> {
  return (suite) => passTime(suite, seconds);
}

/** Declares the test of a runbook: typed word for word, against a suite with this very trouble. */
export function itRecovers({ runbook: name, trouble, meanwhile = {}, promised }: Drill): void {
  describe(`docs/runbooks/${name}.md, typed word for word`, function () {
    this.timeout(300_000);
    this.bail(true);
    const { steps } = readRunbook(name);
    let reader: Reader;
    let terminal: Terminal;

    before(async () => {
      reader = await guideReader();
      await trouble?.(reader.suite, reader.sitDown());
      terminal = reader.sitDown();
    });

    after(() => {
      reader.leave();
    });

    for (const { number, title, commands } of steps) {
      it(`${number}. ${title}`, async () => {
        await meanwhile[number]?.(reader.suite);
        for (const command of commands) await typeAsTold(terminal, command);
      });
    }

    it("ends in the state that it promises", async () => {
      await promised(reader.suite, terminal);
    });
  });
}

/** Types a line; it must end, and print, as the runbook says. */
async function typeAsTold(terminal: Terminal, { line, exitCode, prints }: RunbookCommand): Promise<void> {
  const { said, ended } = await answerOf(terminal, line);
  expect(ended, `${line}\n${said}`).to.equal(exitCode);
  expect(missingLine(said, prints), `${line}\nprinted:\n${said}\nand not`).to.equal(undefined);
}

async function answerOf(terminal: Terminal, line: string): Promise<{ said: string; ended: number }> {
  try {
    return { said: await terminal.type(line), ended: 0 };
  } catch (error) {
    const [, code, said] = /\nended with (\d+): ([^]*)$/.exec((error as Error).message) ?? [];
    if (code === undefined || said === undefined) throw error;
    return { said, ended: Number(code) };
  }
}
