import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import { z } from "zod";

import { hardhat } from "#support/hardhat-process";
import { temporaryFolder } from "#support/temporary-folder";

const failureSchema = z.object({
  ok: z.literal(false),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string(), exitCode: z.number() }),
});

describe("npx hardhat gov", () => {
  let directory: string;

  beforeEach(() => {
    directory = temporaryFolder();
    writeGovernance((text) => text);
  });

  it("deploy --dry-run --json prints one document, sends nothing and writes nothing", async () => {
    const { exitCode, stdout } = await hardhat("gov", "deploy", "--dry-run", "--json", "--deployment", directory);
    expect(exitCode).to.equal(0);
    const { dryRun, steps } = z
      .object({ dryRun: z.literal(true), steps: z.array(z.object({ id: z.string(), what: z.string() })) })
      .parse(JSON.parse(stdout));
    expect(dryRun).to.equal(true);
    expect(steps.at(-1)).to.deep.equal({ id: "CloseGenesis", what: "call" });
    expect(existsSync(join(directory, "contracts.json"))).to.equal(false);
    expect(existsSync(join(directory, "ignition"))).to.equal(false);
  });

  it("deploy prints prose on stderr and the addresses on stdout", async () => {
    const { exitCode, stdout, stderr } = await hardhat("gov", "deploy", "--deployment", directory);
    expect(exitCode, stderr).to.equal(0);
    expect(stdout)
      .to.match(/^RoleRegistry +0x/)
      .and.include("gov doctor");
    expect(stderr).to.include("▸ CloseGenesis").and.not.include(" at ");
    expect(existsSync(join(directory, "contracts.json"))).to.equal(true);
  });

  const refusals: readonly [
    what: string,
    task: string[],
    code: string,
    exitCode: number,
    mentions: string,
    prepare: () => void,
  ][] = [
    [
      "no governance.json",
      ["deploy"],
      "input/file-unreadable",
      2,
      "governance.json",
      () => {
        rmSync(join(directory, "governance.json"));
      },
    ],
    [
      "a truncated governance.json",
      ["deploy"],
      "input/not-json",
      2,
      "governance.json",
      () => {
        writeGovernance((text) => text.slice(0, 500));
      },
    ],
    [
      "a malformed address",
      ["deploy"],
      "input/schema",
      2,
      '"0xf39F" is not an address',
      () => {
        writeGovernance((text) => text.replace("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0xf39F"));
      },
    ],
    [
      "a field that does not exist",
      ["plan"],
      "input/schema",
      2,
      "treshold",
      () => {
        writeGovernance((text) => text.replace('"threshold": 2', '"treshold": 2'));
      },
    ],
    [
      "the chain id of another chain",
      ["deploy"],
      "chain/wrong-chain-id",
      4,
      "chain 1337.",
      () => {
        writeGovernance((text) => text.replace('"chainId": 31337', '"chainId": 1337'));
      },
    ],
    [
      "a network that does not exist",
      ["status", "--network", "atlantis"],
      "input/unknown-network",
      2,
      "atlantis",
      () => undefined,
    ],
    ["no contracts.json", ["doctor"], "input/file-unreadable", 2, "contracts.json", () => undefined],
    ["a number that is none", ["deploy", "--confirmations", "many"], "input/integer", 2, '"many"', () => undefined],
  ];
  for (const [what, task, code, exitCode, mentions, prepare] of refusals) {
    it(`refuses ${what} with ${code} and exit code ${exitCode}`, async () => {
      prepare();
      const ended = await hardhat("gov", ...task, "--json", "--deployment", directory);
      expect(ended.exitCode, ended.stderr).to.equal(exitCode);
      const { error } = failureSchema.parse(JSON.parse(ended.stdout));
      expect(error).to.include({ code, exitCode });
      expect(error.message).to.include(mentions);
      expect(ended.stderr.split("\n")).to.have.length(3, "one sentence and one hint");
      expect(existsSync(join(directory, "contracts.json"))).to.equal(false);
    });
  }

  function writeGovernance(alter: (text: string) => string): void {
    writeFileSync(join(directory, "governance.json"), alter(readFileSync("deployments/demo/governance.json", "utf8")));
  }
});
