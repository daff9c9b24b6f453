import { expect } from "chai";

import { passTime } from "#support/governed-changes";
import { guideReader, type Reader } from "#support/guide-reader";
import { missingLine, readRunbook, type RunbookCommand } from "#support/recovery-runbook";
import type { DeployedSuite } from "#support/suite";
import { Terminal } from "#support/terminal";
import type { UnreliableNode } from "#support/unreliable-node";

/** What a drill adds to the runbook: what went wrong, what happens meanwhile, and what must be true at the end. */
export interface Drill {
  readonly runbook: string;
  /** Brings the trouble about, on a suite that is well. */
  readonly trouble?: (suite: DeployedSuite, before: Terminal) => Promise<void>;
  /** What serves the network `anvil`; the network `second` is the same chain, served honestly by somebody else. */
  readonly node?: UnreliableNode;
  /** What happens in the world before a step is reached. */
  readonly meanwhile?: Readonly<Record<number, (suite: DeployedSuite) => Promise<void>>>;
  /** Asserts the state that the runbook promises. */
  readonly promised: (suite: DeployedSuite, terminal: Terminal) => Promise<void>;
}

/** How a line names the other node. In a test it is not a network's name that decides where a question goes. */
const SECOND = " --network second";

/** A step's wait, for `meanwhile`. */
export function waiting(seconds: number): (suite: DeployedSuite) => Promise<void> {
  return (suite) => passTime(suite, seconds);
}

/** Declares the test of a runbook: typed word for word, against a suite with this very trouble. */
export function itRecovers({ runbook: name, node, trouble, meanwhile = {}, promised }: Drill): void {
  describe(`docs/runbooks/${name}.md, typed word for word`, function () {
    this.timeout(300_000);
    const { steps } = readRunbook(name);
    let reader: Reader;
    let terminal: Terminal;
    let elsewhere: Terminal;
    let done = 0;

    before(async () => {
      reader = await guideReader();
      await trouble?.(reader.suite, reader.sitDown());
      elsewhere = reader.sitDown();
      terminal = node === undefined ? elsewhere : new Terminal(process.cwd(), node.before(reader.suite.connection));
      await elsewhere.type("export HARDHAT_NETWORK=anvil");
    });

    after(() => {
      reader.leave();
    });

    for (const { number, title, commands } of steps) {
      it(`${number}. ${title}`, async () => {
        expect(done, "the step before has not ended well").to.equal(number - 1);
        await meanwhile[number]?.(reader.suite);
        for (const command of commands) {
          const isElsewhere = command.line.includes(SECOND);
          const line = command.line.replace(SECOND, "");
          await typeAsTold(isElsewhere ? elsewhere : terminal, { ...command, line });
        }
        done = number;
      });
    }

    it("ends in the state that it promises", async () => {
      expect(done, "a step has not ended well").to.equal(steps.length);
      await promised(reader.suite, terminal);
    });
  });
}

/** Types a line; it must end, and print, as the runbook says. */
async function typeAsTold(terminal: Terminal, { line, exitCode, prints }: RunbookCommand): Promise<void> {
  const { exitCode: ended, stdout, stderr } = await terminal.run(line);
  const said = `${stdout}${stderr}`;
  expect(ended, `${line}\n${said}`).to.equal(exitCode);
  expect(missingLine(said, prints), `${line}\nprinted:\n${said}\nand not`).to.equal(undefined);
}
