/**
 * `npm test`: everything that is tested by running it, and what every build is held to; `npm run check` judges the
 * sources. The tests in Solidity take minutes to compile; the tests in TypeScript need the contracts alone and run
 * meanwhile. Each part is named when it starts and shown in one piece when it ends, and the last line adds up what the
 * runners counted.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import process, { stderr, stdout } from "node:process";

import { showCounts } from "./lib/build/test-counts.ts";

interface Part {
  readonly passed: boolean;
  readonly output: string;
}

const NOT_RUN: Part = { passed: false, output: "" };

/** What every build is held to: neither storage nor ABIs moved unasked. */
const BUILD_CHECKS = ["layout", "abi"];

/** What a part that failed said last; told again at the end, far from where it stood. */
const LAST_WORDS = 60;
/** A build names dozens of files. */
const NAME_LIMIT = 100;
const failures: string[] = [];

/** What TypeScript's tests deploy besides the suite. */
const STAND_INS = globSync(["test/contracts/mocks/**/*.sol", "test/contracts/bench/**/*.sol"]);

const builds = [await run("hardhat", "build", "--no-tests"), await run("hardhat", "build", ...STAND_INS)];
if (builds.every(({ passed }) => passed)) {
  const [solidity, mocha] = await Promise.all([testSolidity(), run("hardhat", "test", "mocha", "--no-compile")]);
  stderr.write(failures.join("\n"));
  stdout.write(`\n${showCounts({ solidity: solidity.output, mocha: mocha.output })}\n`);
  process.exitCode = solidity.passed && mocha.passed ? 0 : 1;
} else {
  process.exitCode = 1;
}

async function testSolidity(): Promise<Part> {
  const build = await run("hardhat", "build", "--no-contracts");
  if (!build.passed) return NOT_RUN;
  let held = true;
  for (const check of BUILD_CHECKS) {
    const { passed } = await run("node", `scripts/check/${check}.ts`);
    held &&= passed;
  }
  const tests = await run("hardhat", "test", "solidity", "--no-compile");
  return { passed: tests.passed && held, output: tests.output };
}

async function run(command: string, ...args: readonly string[]): Promise<Part> {
  const name = [command, ...args].join(" ");
  stderr.write(`▸ ${name.length > NAME_LIMIT ? `${name.slice(0, NAME_LIMIT)}…` : name}\n`);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const parts: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => parts.push(part));
  const [code] = (await once(child, "close")) as [number | null];
  const output = Buffer.concat(parts).toString("utf8");
  stderr.write(`── ${name}\n${output}`);
  if (code !== 0) failures.push(`── failed: ${name}\n${output.split("\n").slice(-LAST_WORDS).join("\n")}\n`);
  return { passed: code === 0, output };
}
