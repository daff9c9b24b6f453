/**
 * `npm test`: everything that is tested by running it, and what every build is held to; `npm run check` judges the
 * sources. The tests in Solidity take minutes to compile; the tests in TypeScript need the contracts alone and run
 * meanwhile. Each part is named when it starts and shown in one piece when it ends, and the last line adds up what the
 * runners counted.
 */
import { globSync } from "node:fs";
import process, { env, stdout } from "node:process";
import { fileURLToPath } from "node:url";

import { type Part, runPart, tellFailures } from "./lib/build/run-part.ts";
import { showCounts } from "./lib/build/test-counts.ts";

const NOT_RUN: Part = { passed: false, output: "" };

/** What every build is held to: neither storage nor ABIs moved unasked. */
const BUILD_CHECKS = ["layout", "abi"];

/** What TypeScript's tests deploy besides the suite. */
const STAND_INS = globSync(["test/contracts/mocks/**/*.sol", "test/contracts/bench/**/*.sol"]);

// Hundreds of commands start; each finds what the first of them compiled.
env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL("../cache/node", import.meta.url));

const builds = [await runPart("hardhat", "build", "--no-tests"), await runPart("hardhat", "build", ...STAND_INS)];
if (builds.every(({ passed }) => passed)) {
  const [solidity, mocha] = await Promise.all([testSolidity(), runPart("hardhat", "test", "mocha", "--no-compile")]);
  tellFailures();
  stdout.write(`\n${showCounts({ solidity: solidity.output, mocha: mocha.output })}\n`);
  process.exitCode = solidity.passed && mocha.passed ? 0 : 1;
} else {
  process.exitCode = 1;
}

async function testSolidity(): Promise<Part> {
  const build = await runPart("hardhat", "build", "--no-contracts");
  if (!build.passed) return NOT_RUN;
  let held = true;
  for (const check of BUILD_CHECKS) {
    const { passed } = await runPart("node", `scripts/check/${check}.ts`);
    held &&= passed;
  }
  const tests = await runPart("hardhat", "test", "solidity", "--no-compile");
  return { passed: tests.passed && held, output: tests.output };
}
