import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { suiteInterface } from "#lib/abi/suite-interface";
import { describeCall } from "#lib/calls/describe-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { assembleChange } from "#lib/change/assemble";
import { toAbi, type Artifacts } from "#lib/change/change";
import { requireConfined, standingOf } from "#lib/change/confinement";
import { dossierFiles, type Dossier } from "#lib/change/dossier";
import { readPolicy, readStatus } from "#lib/change/read-change";
import { renderReport } from "#lib/change/report";
import { simulateChange, type RawProvider, type Simulation } from "#lib/change/simulate";
import type { ChangeStatus } from "#lib/change/change-class";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { explainRevert } from "#lib/errors/revert";
import { SuiteError } from "#lib/errors/suite-error";
import { writeJsonFile } from "#lib/files/json-file";

/** What `change check` found. */
export interface CheckResult {
  readonly id: string;
  readonly status: ChangeStatus;
  readonly artifacts: Artifacts;
  readonly simulation: Simulation;
  readonly report: string;
}

/**
 * Checks a dossier and writes what it found beside it: `expected.json`, `simulation.json`, `report.md`.
 *
 * In this order: words against bytes, documents, class confinement, the proposal as the contracts judge it, the execution by
 * simulation. The files are written only when all of it passes.
 *
 * @throws SuiteError those of `assembleChange`, `refused/core-target-forbidden` and its like, `refused/<custom-error>`,
 * `refused/simulation-reverts`, `refused/rollback-reverts`.
 */
export async function checkChange(
  { provider, reporter }: { readonly provider: RawProvider; readonly reporter: Reporter },
  dossier: Dossier,
  record: ContractsRecord,
  executor?: string,
): Promise<CheckResult> {
  reporter.step(`Checking ${dossier.path}`);
  const assembled = assembleChange(dossier, record);
  const { id, change, context, changeFile } = assembled;
  const book = new AddressBook(record);
  const calls = change.calls.map((call) => describeCall(call, book));
  const rollback = change.rollback.map((call) => describeCall(call, book));
  const standing = await standingOf(provider, record, change.calls);
  requireConfined(change, calls, standing);
  requireConfined(change, rollback, await standingOf(provider, record, change.rollback));
  reporter.info("Words, bytes, documents and class agree.");

  const status = await readStatus(provider, record, id);
  if (status === "None") await requireProposable(provider, record, assembled);
  const simulation = await simulateChange(provider, record, assembled, executor);
  if (simulation.outcome === "reverts" && status !== "Executed") throw wouldRevert(simulation);
  const failing = simulation.rollback.find(({ outcome }) => outcome === "reverts");
  // Later rollback calls may need what earlier ones do, which is not simulated; the first one stands on its own.
  if (failing?.call === 0) throw rollbackWouldRevert(simulation, failing.error);
  if (failing !== undefined)
    reporter.warn(`Rollback call ${String(failing.call + 1)} would revert: ${failing.error ?? "?"}`);

  const policy = await readPolicy(provider, record, change.class);
  const report = renderReport({
    title: dossier.file.title,
    id,
    change,
    context,
    policy,
    calls,
    rollback,
    standing,
    simulation,
  });
  writeJsonFile(join(dossier.path, dossierFiles.expected), {
    schema: "sign.expected.v1",
    id,
    artifacts: change.artifacts,
    changeFile,
    stateDifference: simulation.differences?.filter(({ volatile }) => !volatile) ?? null,
  });
  writeJsonFile(join(dossier.path, dossierFiles.simulation), simulation);
  const reportPath = join(dossier.path, dossierFiles.report);
  writeFileSync(`${reportPath}.partial`, report);
  renameSync(`${reportPath}.partial`, reportPath);
  return { id, status, artifacts: change.artifacts, simulation, report: reportPath };
}

/** Asks the contracts themselves: they also judge pins, rollback and the proposer. */
async function requireProposable(
  provider: RawProvider,
  record: ContractsRecord,
  { change, context }: ReturnType<typeof assembleChange>,
): Promise<void> {
  const data = suiteInterface("ChangeManager").encodeFunctionData("propose", [toAbi(change)]);
  try {
    await provider.call({ from: context.proposer, to: record.contracts.ChangeManager.address, data });
  } catch (error) {
    throw explainRevert(error, "The proposal");
  }
}

function wouldRevert({ error, id }: Simulation): SuiteError {
  return new SuiteError({
    code: "refused/simulation-reverts",
    message: `The change would revert when it executes: ${error ?? "without a reason"}.`,
    hint: "Correct the calls; nothing was written.",
    details: { id, error },
  });
}

function rollbackWouldRevert({ id }: Simulation, error: string | null): SuiteError {
  return new SuiteError({
    code: "refused/rollback-reverts",
    message: `The rollback would revert after the change: ${error ?? "without a reason"}.`,
    hint: "Correct the rollback, or declare the change irreversible; nothing was written.",
    details: { id, error },
  });
}
