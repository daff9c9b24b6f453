import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { z } from "zod";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { hardhatAt } from "#support/hardhat-process";
import { paperRecord } from "#support/record";
import { startStubNode, type StubNode } from "#support/stub-node";
import { temporaryFolder } from "#support/temporary-folder";

const NOTHING_LISTENS = "http://127.0.0.1:1";
const AT_ONCE = 2;

/** One process: its words, what is wrong around it, and how it must end. */
interface Case {
  readonly what: string;
  readonly words: readonly string[];
  readonly network?: string;
  readonly node?: "honest" | "lying" | "babbling" | "down";
  readonly spoil?: (folder: string) => void;
  readonly code: string;
  readonly exitCode: number;
  /** The value that is wrong, as the sentence names it. */
  readonly mentions: string;
}

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly written: readonly string[];
}

const failureSchema = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().min(10), exitCode: z.number() }),
});

/** One command of each group that reads a deployment and asks a node. */
const COMMANDS = [
  ["gov", "doctor"],
  ["change", "list"],
  ["safe", "show", "technical"],
  ["evidence", "export", "bundle"],
] as const;

const CASES: readonly Case[] = [
  ...COMMANDS.flatMap((words): Case[] => [
    {
      what: "a network that does not exist",
      words,
      network: "atlantis",
      code: "input/unknown-network",
      exitCode: 2,
      mentions: "atlantis",
    },
    {
      what: "a truncated contracts.json",
      words,
      spoil: (folder) => {
        writeFileSync(join(folder, "contracts.json"), '{"schema": "sign.contr');
      },
      code: "input/not-json",
      exitCode: 2,
      mentions: "contracts.json",
    },
    {
      what: "a malformed address in contracts.json",
      words,
      spoil: (folder) => {
        replaceIn(folder, "contracts.json", paperRecord().contracts.OperationsLog.address, "0x1234");
      },
      code: "input/schema",
      exitCode: 2,
      mentions: '"0x1234" is not an address',
    },
    {
      what: "a folder that cannot be read",
      words,
      spoil: (folder) => {
        replaceByFolder(folder, words[0] === "gov" ? "governance.json" : "contracts.json");
      },
      code: "input/file-unreadable",
      exitCode: 2,
      mentions: "EISDIR",
    },
    {
      what: "the chain id of another chain in the files",
      words,
      spoil: (folder) => {
        for (const file of ["contracts.json", "governance.json"]) {
          replaceIn(folder, file, '"chainId": 31337', '"chainId": 1337');
        }
      },
      code: "chain/wrong-chain-id",
      exitCode: 4,
      mentions: " 1337",
    },
    {
      what: "a node that is down",
      words,
      node: "down",
      code: "chain/unreachable",
      exitCode: 4,
      mentions: 'network "anvil"',
    },
    {
      what: "a node of another chain",
      words,
      node: "lying",
      code: "chain/wrong-chain-id",
      exitCode: 4,
      mentions: "chain 1,",
    },
  ]),
  {
    what: "a node that answers nonsense for its chain id",
    words: ["gov", "status"],
    node: "babbling",
    code: "chain/nonsense",
    exitCode: 4,
    mentions: "forty-two",
  },
  {
    what: "a malformed address as an argument",
    words: ["safe", "show", "0x1234"],
    code: "input/address",
    exitCode: 2,
    mentions: "0x1234",
  },
  {
    what: "a malformed account",
    words: ["change", "execute", `0x${"11".repeat(32)}`, "--account", "0xzz"],
    code: "input/address",
    exitCode: 2,
    mentions: "0xzz",
  },
];

describe("bad input to npx hardhat …", () => {
  const outcomes = new Map<Case, Outcome>();
  const nodes: StubNode[] = [];

  before(async () => {
    const [honest, lying, babbling] = await Promise.all(["0x7a69", "0x1", "forty-two"].map(startStubNode));
    if (honest === undefined || lying === undefined || babbling === undefined) throw new Error("no node");
    nodes.push(honest, lying, babbling);
    const urls = { honest: honest.url, lying: lying.url, babbling: babbling.url, down: NOTHING_LISTENS };
    const waiting = [...CASES];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        outcomes.set(next, await run(next, urls[next.node ?? "honest"]));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });

  after(async () => {
    await Promise.all(nodes.map((node) => node.close()));
  });

  for (const tested of CASES) {
    const { what, words, code, exitCode, mentions } = tested;
    it(`${words.slice(0, 2).join(" ")} answers ${what} with ${code}`, () => {
      const outcome = outcomes.get(tested);
      expect(outcome?.exitCode, outcome?.stderr).to.equal(exitCode);
      const { error } = failureSchema.parse(JSON.parse(outcome?.stdout ?? ""));
      expect(error).to.include({ code, exitCode });
      expect(error.message).to.include(mentions);
      expect(error.message.split("\n")).to.have.length(1);
      expect(outcome?.stderr.trim().split("\n")).to.have.length(2, "one sentence and one hint");
      expect(outcome?.written).to.deep.equal(["contracts.json", "governance.json"]);
    });
  }

  it("asked no node to send anything", () => {
    expect(nodes.flatMap(({ asked }) => asked).filter((method) => method.includes("send"))).to.deep.equal([]);
  });
});

async function run({ words, network = "anvil", spoil }: Case, node: string): Promise<Outcome> {
  const folder = temporaryFolder();
  writeContractsRecord(folder, paperRecord());
  writeFileSync(join(folder, "governance.json"), readFileSync("deployments/demo/governance.json"));
  spoil?.(folder);
  const placed = words.map((word) => (word === "bundle" ? join(folder, word) : word));
  const ended = await hardhatAt(node, "--network", network, ...placed, "--deployment", folder, "--json");
  return { ...ended, written: readdirSync(folder, { recursive: true }).map(String).sort() };
}

function replaceIn(folder: string, file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), "utf8");
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(join(folder, file), text.replaceAll(from, to));
}

function replaceByFolder(folder: string, file: string): void {
  rmSync(join(folder, file));
  mkdirSync(join(folder, file));
}
