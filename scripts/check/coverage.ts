/**
 * `npm run coverage`, second half: fails when the tests executed fewer lines of `contracts/` than the project demands.
 * Reads the lcov report that `hardhat test --coverage` writes.
 */
import { existsSync, readFileSync } from "node:fs";
import { stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";

import { contractsCoverage } from "#lib/build/line-coverage";

/** Percent of lines. */
const THRESHOLD = 98;

const report = fileURLToPath(new URL("../../coverage/lcov.info", import.meta.url));
if (!existsSync(report)) {
  stderr.write(`✗ ${report} does not exist.\n  Run: npm run coverage\n`);
  process.exitCode = 1;
} else {
  const { files, hit, found } = contractsCoverage(readFileSync(report, "utf8"));
  for (const file of files) {
    const missed = file.missed.length === 0 ? "" : `  missed: ${file.missed.join(", ")}`;
    stdout.write(`${percent(file.hit, file.found).padStart(8)}  ${file.source}${missed}\n`);
  }
  stdout.write(`${percent(hit, found).padStart(8)}  ${String(hit)} of ${String(found)} lines of contracts\n`);
  if (found === 0 || hit * 100 < THRESHOLD * found) {
    stderr.write(`✗ line coverage of contracts is ${percent(hit, found)}, and ${String(THRESHOLD)} % is the least\n`);
    process.exitCode = 1;
  }
}

/** Rounded down, so that 97.999 is not shown as 98. */
function percent(part: number, whole: number): string {
  return whole === 0 ? "no lines" : `${(Math.floor((10_000 * part) / whole) / 100).toFixed(2)} %`;
}
