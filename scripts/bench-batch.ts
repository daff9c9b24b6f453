/**
 * `npm run bench:batch [-- --json]`: builds batches of 100,000 and of 1,000,000 rows with the command that operators type,
 * and proves a row of each. Memory must stay flat, and time linear.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv } from "node:process";

import { AIMS, measureBatch, renderBatchTable, type BatchMeasure } from "#lib/bench/batch-scale";
import { reportError, terminalReporter } from "#lib/console/reporter";

const json = argv.includes("--json");
const reporter = terminalReporter({ json });
const out = mkdtempSync(join(tmpdir(), "sign-bench-"));
try {
  const measures: BatchMeasure[] = [];
  for (const rows of AIMS.rows) {
    reporter.step(`Building a batch of ${rows.toLocaleString("en-US")} rows`);
    measures.push(await measureBatch(rows, join(out, String(rows))));
  }
  const { text, met, ...report } = renderBatchTable(measures);
  reporter.result({ ok: met, ...report, measures }, text);
  process.exitCode = met ? 0 : 1;
} catch (error) {
  process.exitCode = reportError(error, { json });
} finally {
  rmSync(out, { recursive: true, force: true });
}
