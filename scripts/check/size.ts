/**
 * `npm run check:size`: compiles `contracts/` as for production and fails when a contract exceeds the limit on deployed
 * code (EIP-170). Leaves `artifacts/` as it is; the result is kept in `cache/sizes.json` until a source changes.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stderr, stdout } from "node:process";

import hre from "hardhat";
import type { CompilationJob } from "hardhat/types/solidity";
import { z } from "zod";

const LIMIT = 24_576;
const PROFILE = "production";
const SOURCE_PREFIX = "project/contracts/";

/** Bytes of deployed code by contract. */
const Sizes = z.record(z.string(), z.number());
type Sizes = z.infer<typeof Sizes>;
const Cache = z.record(z.string(), Sizes);

const cacheFile = path.join(hre.config.paths.cache, "sizes.json");
const jobs = await productionJobs();
const known = existsSync(cacheFile) ? Cache.parse(JSON.parse(readFileSync(cacheFile, "utf8"))) : {};
const measured: Record<string, Sizes> = {};
for (const job of jobs) {
  const id = await job.getBuildId();
  measured[id] = known[id] ?? (await measure(job));
}
writeFileSync(cacheFile, `${JSON.stringify(measured, null, 2)}\n`);
report(Object.assign({}, ...Object.values(measured)) as Sizes);

async function productionJobs(): Promise<CompilationJob[]> {
  const contracts = hre.config.paths.sources.solidity;
  const roots = (await hre.solidity.getRootFilePaths()).filter((root) =>
    contracts.some((folder) => root.startsWith(folder + path.sep)),
  );
  const result = await hre.solidity.getCompilationJobs(roots, { buildProfile: PROFILE, quiet: true, force: true });
  if (!result.success) throw new Error(`no compilation job for ${result.rootFilePath}: ${result.formattedReason}`);
  return [...new Set(result.compilationJobsPerFile.values())];
}

async function measure(job: CompilationJob): Promise<Sizes> {
  const { output } = await hre.solidity.runCompilationJob(job, { buildProfile: PROFILE, quiet: true });
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map((e) => e.formattedMessage ?? e.message).join("\n"));
  const sizes: Sizes = {};
  for (const [source, contracts] of Object.entries(output.contracts ?? {})) {
    if (!source.startsWith(SOURCE_PREFIX)) continue;
    for (const [name, contract] of Object.entries(contracts)) {
      const bytes = (contract.evm?.deployedBytecode?.object.length ?? 0) / 2;
      if (bytes > 0) sizes[`${source.slice(SOURCE_PREFIX.length)}:${name}`] = bytes;
    }
  }
  return sizes;
}

function report(sizes: Sizes): void {
  const rows = Object.entries(sizes).sort(([, a], [, b]) => b - a);
  stdout.write(`deployed bytes in the ${PROFILE} profile (limit ${String(LIMIT)})\n`);
  for (const [contract, bytes] of rows) {
    const share = `${((100 * bytes) / LIMIT).toFixed(1)} %`;
    stdout.write(`${String(bytes).padStart(7)} ${share.padStart(8)}  ${contract}\n`);
  }
  const tooLarge = rows.filter(([, bytes]) => bytes > LIMIT);
  for (const [contract, bytes] of tooLarge) {
    stderr.write(`✗ ${contract} is ${String(bytes - LIMIT)} bytes over the limit of ${String(LIMIT)}\n`);
  }
  if (tooLarge.length > 0) process.exitCode = 1;
}
