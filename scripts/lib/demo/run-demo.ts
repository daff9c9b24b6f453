import { join } from "node:path";

import type { Stage } from "#lib/demo/stage";
import type { Summary } from "#lib/demo/summary";

import { writeContractsRecord } from "#lib/deployment/contracts-record";
import { refreshRecord } from "#lib/deployment/refresh-record";
import {
  singletonSwappedByDelegatecall,
  threeTechnicalSigners,
  thresholdLowered,
  upgradeHiddenInConfigChange,
} from "#lib/demo/refusals";
import { configChange, highRiskUpgrade, rollBack, routineUpgrade } from "#lib/demo/scenes";
import { summarySchema } from "#lib/demo/summary";
import { playBridge } from "#lib/demo/play-bridge";
import { playEmergency } from "#lib/demo/play-emergency";
import { playProgram } from "#lib/demo/play-program";
import { exportEvidence } from "#lib/evidence/export-evidence";
import { trustFrom } from "#lib/evidence/trust";
import { verifyBundle } from "#lib/evidence/verify-bundle";
import { writeJsonFile } from "#lib/files/json-file";

/**
 * The main job, on a deployed stage: governed changes through their whole life, an emergency from its report to its
 * review, a bridge over two rails, a programme through its pilot, attempts that the chain refuses, the evidence of it all,
 * and its offline verification. Writes `bundle`, `trust.json` and `summary.json` into `out`.
 */
export async function runDemo(stage: Stage, out: string): Promise<Summary> {
  await playChanges(stage);
  await playEmergency(stage);
  await playBridge(stage);
  await playProgram(stage);
  await playRefusals(stage);
  const verification = await proveEverything(stage, out);
  const summary = summarySchema.parse({
    ok: verification.ok,
    steps: stage.steps,
    bundle: join(out, "bundle"),
    verification: { ok: verification.ok, claims: verification.claims.length, ...verification.counts },
  });
  writeJsonFile(join(out, "summary.json"), summary);
  return summary;
}

async function playChanges(stage: Stage): Promise<void> {
  const change = { kind: "change", approval: "2-of-3" } as const;
  let upgraded: Awaited<ReturnType<typeof routineUpgrade>> | undefined;
  await stage.step({ ...change, name: "Routine upgrade of the operations log" }, async () => {
    upgraded = await routineUpgrade(stage);
    return "executed after 48 hours";
  });
  await stage.step({ name: "Rollback of that upgrade", kind: "rollback", approval: "2-of-3" }, async () => {
    if (upgraded === undefined) throw new TypeError("Nothing was upgraded.");
    await rollBack(stage, upgraded);
    return "the former implementation runs again";
  });
  await stage.step({ ...change, name: "Config change: release cadence" }, async () => {
    await configChange(stage);
    return "executed after 24 hours";
  });
  await stage.step({ ...change, approval: "3-of-5", name: "High-risk upgrade of the change manager" }, async () => {
    await highRiskUpgrade(stage);
    return "executed after 7 days";
  });
}

async function playRefusals(stage: Stage): Promise<void> {
  const refused = { kind: "refusal" } as const;
  await stage.step({ ...refused, approval: null, name: "An upgrade hidden in a config change" }, () =>
    upgradeHiddenInConfigChange(stage),
  );
  await stage.step({ ...refused, approval: "3-of-5", name: "Three technical signers on a high-risk change" }, () =>
    threeTechnicalSigners(stage),
  );
  await stage.step({ ...refused, approval: "2-of-3", name: "A Safe's threshold lowered to one" }, () =>
    thresholdLowered(stage),
  );
  await stage.step({ ...refused, approval: "2-of-3", name: "A Safe's singleton swapped by delegatecall" }, () =>
    singletonSwappedByDelegatecall(stage),
  );
}

async function proveEverything(stage: Stage, out: string): Promise<Awaited<ReturnType<typeof verifyBundle>>> {
  const { provider, reporter, directory } = stage;
  const { record } = await refreshRecord(provider, stage.record);
  writeContractsRecord(directory, record);
  const target = join(out, "bundle");
  const { anchor } = await exportEvidence({ node: provider, record, target, reporter });
  const trust = trustFrom(record, anchor);
  writeJsonFile(join(out, "trust.json"), trust);
  let verification: Awaited<ReturnType<typeof verifyBundle>> | undefined;
  await stage.step({ name: "Evidence exported and verified offline", kind: "evidence", approval: null }, async () => {
    verification = await verifyBundle(target, trust);
    const failed = verification.claims.find(({ verdict }) => verdict !== "PROVEN");
    if (failed !== undefined) throw new Error(`${failed.claim}: ${failed.reason}`);
    return `${verification.claims.length} claims proven`;
  });
  if (verification === undefined) throw new TypeError("The evidence was not verified.");
  return verification;
}
