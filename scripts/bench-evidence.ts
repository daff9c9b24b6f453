/**
 * `npm run bench:evidence [-- --quick --json]`: exports and verifies 100,000 and 1,000,000 events (`--quick`: 10,000 and
 * 100,000) from a node of its own, beside a raw pull of the same blocks in the same run.
 *
 * The events come from a load generator, not from the suite's business: a stub at the CredentialLedger's address, on a chain
 * of stubs (`test/support/evidence-load.ts`), that records a check of a credential 250 times in a transaction, of another one
 * each time. Everything after that is as it is for real ones: blocks, receipts, chains of events, proofs.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

import { measureEvidence, renderEvidenceScale, type EvidenceScale } from "#lib/bench/evidence-scale";
import { followChains, pullLogs, pullReceipts, type Pulled } from "#lib/bench/raw-pull";
import { reportError, terminalReporter } from "#lib/console/reporter";
import { contractsRecordPath } from "#lib/deployment/contracts-record";
import { writeJsonFile } from "#lib/files/json-file";

const [mode = "", first = "", second = ""] = argv.slice(2);
const parts: Readonly<Record<string, () => Pulled | Promise<Pulled>>> = {
  "pull-logs": () => pullLogs(first, second),
  "pull-receipts": () => pullReceipts(first, second),
  "follow-chains": () => followChains(first, second),
};
const part = parts[mode];
if (part !== undefined) process.stdout.write(JSON.stringify(await part()));
else await bench();

async function bench(): Promise<void> {
  const json = argv.includes("--json");
  const sizes = argv.includes("--quick") ? [10_000, 100_000] : [100_000, 1_000_000];
  const reporter = terminalReporter({ json });
  const out = mkdtempSync(join(tmpdir(), "sign-bench-"));
  try {
    const scales: EvidenceScale[] = [];
    for (const events of sizes) {
      const folder = join(out, String(events));
      mkdirSync(folder, { recursive: true });
      scales.push(await measureSize(events, folder, reporter.step));
    }
    const { text, met } = renderEvidenceScale(scales);
    reporter.result({ ok: met, scales }, text);
    process.exitCode = met ? 0 : 1;
  } catch (error) {
    process.exitCode = reportError(error, { json });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function measureSize(events: number, folder: string, step: (message: string) => void): Promise<EvidenceScale> {
  // Only here: the parts that are measured shall not carry the memory of what makes the load.
  const { startAnvil } = await import("#support/anvil");
  const { loadedWorld } = await import("#support/evidence-load");
  const anvil = await startAnvil("cancun", ["--gas-limit", "1000000000"]);
  try {
    step(`Recording ${events.toLocaleString("en-US")} events`);
    const { record } = await loadedWorld(anvil.url, events);
    writeJsonFile(contractsRecordPath(folder), record);
    step("Pulling, exporting, verifying");
    const script = fileURLToPath(import.meta.url);
    return await measureEvidence({ url: anvil.url, deployment: folder, folder, script });
  } finally {
    await anvil.stop();
  }
}
