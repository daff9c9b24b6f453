import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { COLUMNS } from "#lib/batch/payout-file";
import { measureProcess } from "#lib/bench/measured-process";
import { BufferedWriter } from "#lib/files/buffered-writer";

/** What `npm run bench:batch` holds the commands to. */
export const AIMS = { rows: [100_000, 1_000_000], megabytes: 256, ratio: 12 } as const;

/** Of one number of rows. */
export interface BatchMeasure {
  readonly rows: number;
  readonly build: CommandMeasure;
  readonly prove: CommandMeasure;
}

interface CommandMeasure {
  readonly seconds: number;
  /** Peak of the resident set of the whole process, Hardhat included. */
  readonly megabytes: number;
}

const RULES = "docs/templates/program/rule-set.json";
const FIRST_IDENTIFIER = 10_000_000_000;

/** Makes a payout file, builds a batch of it and proves its last row, each as one command. */
export async function measureBatch(rows: number, folder: string): Promise<BatchMeasure> {
  mkdirSync(folder, { recursive: true });
  const [payout, secret] = [join(folder, "payout.csv"), join(folder, "secret")];
  const total = writePayout(payout, rows);
  writeFileSync(secret, `0x${randomBytes(32).toString("hex")}`, { mode: 0o600 });
  const control = ["--rows", String(rows), "--total", String(total), "--period", "1"];
  const place = ["--name", "bench", "--deployment", folder];
  const build = await measure(["build", payout, "--rules", RULES, "--secret-file", secret, ...control, ...place]);
  const batch = join(folder, "programs/child-benefit/batches/1/bench");
  const prove = await measure(["prove", batch, "--row", String(rows - 1), "--out", join(folder, "row.json")]);
  return { rows, build, prove };
}

/** The measures as a table, and whether they are within the aims. */
export function renderBatchTable(measures: readonly BatchMeasure[]): {
  readonly text: string;
  readonly met: boolean;
  readonly peak: number;
  readonly ratio: number;
} {
  const lines = measures.map(
    ({ rows, build, prove }) =>
      `| ${rows.toLocaleString("en-US")} | ${build.seconds.toFixed(1)} s | ${build.megabytes} MB | ${prove.seconds.toFixed(1)} s | ${prove.megabytes} MB |`,
  );
  const peak = Math.max(...measures.flatMap(({ build, prove }) => [build.megabytes, prove.megabytes]));
  const ratio = (measures.at(-1)?.build.seconds ?? 0) / (measures[0]?.build.seconds ?? 1);
  const met = peak <= AIMS.megabytes && ratio <= AIMS.ratio;
  const text = [
    "| rows | build | peak | prove | peak |",
    "|---|---|---|---|---|",
    ...lines,
    "",
    `Peak ${peak} MB (aim: ≤ ${AIMS.megabytes}), ten times the rows in ×${ratio.toFixed(1)} of the time (aim: ≤ ×${AIMS.ratio}): ${met ? "met" : "NOT met"}.`,
  ].join("\n");
  return { text, met, peak, ratio };
}

function writePayout(path: string, rows: number): number {
  const writer = new BufferedWriter(path);
  writer.write(`${COLUMNS.join(",")}\n`);
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const amount = 1000 + (row % 9000);
    total += amount;
    writer.write(
      `${FIRST_IDENTIFIER + row},${amount},${reference("identity", row)},${reference("eligibility", row)}\n`,
    );
  }
  writer.finish();
  return total;
}

function reference(kind: string, row: number): string {
  return `0x${createHash("sha256").update(`${kind} ${row}`).digest("hex")}`;
}

async function measure(words: readonly string[]): Promise<CommandMeasure> {
  const { seconds, megabytes } = await measureProcess("hardhat", ["batch", ...words]);
  return { seconds, megabytes };
}
