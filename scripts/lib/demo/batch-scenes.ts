import { randomBytes } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  authoriseAct,
  type BatchStory,
  disputeAct,
  raiseAct,
  reconcileAct,
  resolveAct,
  settleAct,
  submitAct,
} from "#lib/batch/acts";
import { parseLocalBatch } from "#lib/batch/batch-reference";
import { type BatchSummary, readBatch } from "#lib/batch/batch-file";
import { buildBatch } from "#lib/batch/build-batch";
import { batchWithRoot, readChainBatch } from "#lib/batch/chain-batch";
import { proveRow } from "#lib/batch/prove-row";
import { reconcileBatch, writeReport } from "#lib/batch/reconciliation-report";
import { silentProgress } from "#lib/console/progress";
import { refusedCall } from "#lib/demo/attempt";
import { folderOf, paper, PILOT, ROW_MAXIMUM, rulesOf, takeProgramStep } from "#lib/demo/program-case";
import type { Stage } from "#lib/demo/stage";
import { parseLabel } from "#lib/input/parse-label";
import { readRegisterStory } from "#lib/program/register-story";

/** Invented people; what they get, in cents. */
const PAYOUTS = [18_000n, 18_000n, ROW_MAXIMUM, 18_000n, 9_000n];
const PERIOD = 1;

/** The row that a payment office cannot pay. Rows stand in random order. */
const RETURNED = 4;

/** A payout file becomes rows without names under a root; the distributor submits them. */
export async function submitBatch(stage: Stage): Promise<string> {
  const payout = join(folderOf(stage), "payout.csv");
  const lines = PAYOUTS.map((amount, index) => {
    const proofs = ["identity", "custody"].map((kind) => paper(`a credential of ${kind}, number ${index}`));
    return [`100000000${index.toString().padStart(2, "0")}`, amount, ...proofs].join(",");
  });
  writeFileSync(payout, `id,amount,identityProof,eligibilityProof\n${lines.join("\n")}\n`, { mode: 0o600 });
  const total = PAYOUTS.reduce((sum, amount) => sum + amount, 0n);
  const summary = await buildBatch({
    payout,
    rules: rulesOf(stage),
    period: PERIOD,
    control: { rows: PAYOUTS.length, total },
    secret: randomBytes(32),
    folder: batchFolder(stage),
    progress: silentProgress,
  });
  // Whoever keeps the register of people keeps this file; nothing of the suite needs it any more.
  rmSync(payout);
  const { root } = summary;
  await takeProgramStep(stage, submitAct({ batch: { id: root, text: "the batch" }, story: [] }, summary));
  const { status } = await readChainBatch(stage.provider, stage.record, await idOf(stage));
  return `${summary.count} rows, ${summary.total} cents: ${status}`;
}

/** A payment of what the Program Authority's Safe has not authorised. */
export async function settleUnauthorised(stage: Stage): Promise<string> {
  const values = [await idOf(stage), paper("a payment ahead of time"), 1n, 0];
  return (await refusedCall(stage, "TREASURY_OPERATOR", "DistributionLedger", "settle", values)).text;
}

/** 2-of-3, on the manifest that its owners have read. */
export async function authoriseBatch(stage: Stage): Promise<string> {
  await takeProgramStep(stage, authoriseAct(await batchNow(stage), summaryOf(stage).manifestDigest));
  return (await readChainBatch(stage.provider, stage.record, await idOf(stage))).status;
}

/** The distributor adds a batch that alone would fit, and is over the month's cap with the first. */
export async function submitOverCap(stage: Stage): Promise<string> {
  const { programId, ruleSet, period } = summaryOf(stage);
  const count = PILOT.maxParticipants - PAYOUTS.length;
  const terms = [programId, paper("another root"), count, BigInt(count) * ROW_MAXIMUM];
  const values = [[...terms, ruleSet.version, period, paper("another manifest")]];
  return (await refusedCall(stage, "DISTRIBUTION_OPERATOR", "DistributionLedger", "submitBatch", values)).text;
}

/** One row comes back: set aside with its proof, contested by nobody; the others are paid. */
export async function payAndExcept(stage: Stage): Promise<string> {
  const row = proveRow(batchFolder(stage), RETURNED, silentProgress);
  await takeProgramStep(stage, raiseAct(await batchNow(stage), "Undelivered", row, paper("the account was closed")));
  const { count, total } = summaryOf(stage);
  const payment = { reference: parseLabel("rtgs-2026-0001"), amount: BigInt(total) - row.amount, rows: count - 1 };
  await takeProgramStep(stage, settleAct(await batchNow(stage), payment));
  return `${payment.rows} rows paid under ${payment.reference.text}, row ${RETURNED} set aside`;
}

/** An auditor finds that a row was paid in error; the distributor contests it, the programme's authority upholds it. */
export async function findAndDispute(stage: Stage): Promise<string> {
  const row = proveRow(batchFolder(stage), 0, silentProgress);
  await takeProgramStep(stage, raiseAct(await batchNow(stage), "PaidInError", row, paper("moved abroad in spring")));
  await takeProgramStep(stage, disputeAct(await batchNow(stage), 0, paper("a certificate of residence")));
  await takeProgramStep(stage, resolveAct(await batchNow(stage), 0, "Upheld", paper("to be recovered"), "authority"));
  const decision = paper("nobody can be found");
  await takeProgramStep(stage, resolveAct(await batchNow(stage), RETURNED, "Upheld", decision, "authority"));
  return "both upheld; nothing is open";
}

/** The books, off by one cent. */
export async function reconcileOffByOne(stage: Stage): Promise<string> {
  const { batch, figures } = await reconciled(stage);
  const { settled, exceptions, residual, reportDigest } = figures;
  const values = [batch.id, [settled - 1n, exceptions, residual, reportDigest]];
  return (await refusedCall(stage, "PROGRAM_AUTHORITY", "DistributionLedger", "reconcile", values)).text;
}

/** Recomputed from events, storage and manifest; the report's digest goes on the chain. */
export async function reconcile(stage: Stage): Promise<string> {
  const { figures, report } = await reconciled(stage);
  writeReport(batchFolder(stage), report);
  await takeProgramStep(stage, reconcileAct(await batchNow(stage), figures));
  const { settled, exceptions, residual } = figures;
  return `${settled} settled + ${exceptions} exceptions + ${residual} residual, to the cent`;
}

async function reconciled(stage: Stage): ReturnType<typeof reconcileBatch> {
  return reconcileBatch(stage.provider, stage.record, parseLocalBatch(batchFolder(stage)));
}

function batchFolder(stage: Stage): string {
  return join(folderOf(stage), "batch-1");
}

function summaryOf(stage: Stage): BatchSummary {
  return readBatch(batchFolder(stage));
}

async function idOf(stage: Stage): Promise<string> {
  const id = await batchWithRoot(stage.provider, stage.record, summaryOf(stage).root);
  if (id === undefined) throw new TypeError("The batch was not submitted.");
  return id;
}

/** The batch, and what happened to it so far. */
async function batchNow(stage: Stage): Promise<BatchStory> {
  const id = await idOf(stage);
  return { batch: { id, text: "the batch" }, story: await readRegisterStory(stage.provider, stage.record, id) };
}
