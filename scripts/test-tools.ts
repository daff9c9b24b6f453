/**
 * `npm run test:tools`: what can only be tested with programs that come neither with Node nor from npm: Python 3, unshare,
 * Prometheus with promtool, its Alertmanager, and Chromium. A test says which one is missing. `npm test` needs none of them.
 */
import { globSync } from "node:fs";
import process, { stdout } from "node:process";

import { runPart, tellFailures } from "./lib/build/run-part.ts";
import { showCounts } from "./lib/build/test-counts.ts";

const build = await runPart("hardhat", "build", "--quiet");
const mocha = await runPart("hardhat", "test", "mocha", "--no-compile", ...globSync("test/tools/*.ts").sort());
tellFailures();
stdout.write(`\n${showCounts({ mocha: mocha.output })}\n`);
process.exitCode = build.passed && mocha.passed ? 0 : 1;
