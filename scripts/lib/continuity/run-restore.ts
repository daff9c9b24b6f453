import { requireOwn } from "#lib/continuity/back-up";
import { examineRestored, type Examination } from "#lib/continuity/examine-restored";
import { parseDocument } from "#lib/continuity/manifest";
import { openBackup, readSmall, type OpenBackup } from "#lib/continuity/open-backup";
import { requireStanding, standingOf, type Leniency, type Standing } from "#lib/continuity/recorded-backup";
import { requireEmpty, restoreFiles } from "#lib/continuity/restore-files";
import type { Reporter } from "#lib/console/reporter";
import { ethersProvider, requireChain, type RequestProvider } from "#lib/chain/connection";
import { contractsRecordSchema, type ContractsRecord } from "#lib/deployment/contracts-record";
import { requireDeployed } from "#lib/deployment/open-deployment";
import type { Identity } from "#lib/encryption/identity";
import { SuiteError } from "#lib/errors/suite-error";
import type { Trust } from "#lib/evidence/trust";
import type { Label } from "#lib/input/parse-label";

/** What is to be restored, and who says that it is genuine. */
export interface RestoreTerms {
  readonly folder: string;
  readonly target: string;
  readonly identity: Identity;
  readonly series: Label;
  /** Number of the backup; undefined for the newest of the folder. */
  readonly sequence: number | undefined;
  readonly leniency: Leniency;
  /** Says which contracts are the country's: a record or a trust file from outside the backup. */
  readonly anchor: Anchor;
  /** Judges restored bundles. */
  readonly trust: Trust | undefined;
  readonly rpc: RequestProvider;
  readonly reporter: Reporter;
}

/** Where the address of the OperationsLog comes from: never from the backup alone, whose maker would choose it. */
export type Anchor =
  { readonly from: "record"; readonly record: ContractsRecord } | { readonly from: "trust"; readonly trust: Trust };

/** A backup that may be restored, and why. */
export interface ProvenBackup extends OpenBackup {
  readonly standing: Standing;
}

/** What `continuity restore` did. */
export interface RestoreResult {
  readonly backup: ProvenBackup;
  /** Null in a dry run. */
  readonly examination: Examination | null;
}

/**
 * Restores a backup into an empty folder and examines what came out.
 *
 * Everything is checked before the first file is written: every object against the manifest, the manifest against the
 * chain, and that chain and contracts are the country's own.
 *
 * @throws SuiteError those of `openBackup`, `requireOwn`, `requireStanding`, `restoreFiles`, and `chain/…`.
 */
export async function runRestore(
  terms: RestoreTerms,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RestoreResult> {
  const { target, rpc, trust, reporter } = terms;
  requireEmpty(target);
  const backup = await proveBackup(terms);
  if (dryRun) return { backup, examination: null };
  reporter.step(`Restoring backup ${backup.manifest.sequence} to ${target}`);
  await restoreFiles(backup, target);
  reporter.step("Examining what was restored");
  return { backup, examination: await examineRestored(target, rpc, trust) };
}

async function proveBackup(terms: RestoreTerms): Promise<ProvenBackup> {
  const { folder, identity, sequence, series, leniency, rpc, reporter } = terms;
  reporter.step(`Checking ${folder}`);
  const backup = await openBackup(folder, identity, sequence);
  const record = await recordFor(terms, backup);
  requireOwn(backup, record, series);
  await requireChain(rpc, record.chainId, backup.path);
  const provider = ethersProvider(rpc);
  try {
    await requireDeployed(provider, record);
    const standing = await standingOf(provider, record, series, backup.digest);
    requireStanding(backup, standing, leniency);
    if (standing.state !== "newest") reporter.warn(`This backup is ${standing.state}, as you have accepted.`);
    return { ...backup, standing };
  } finally {
    provider.destroy();
  }
}

/** The country's record; out of the backup only when a trust file says that its OperationsLog is the right one. */
async function recordFor({ anchor }: RestoreTerms, backup: OpenBackup): Promise<ContractsRecord> {
  if (anchor.from === "record") return anchor.record;
  const bytes = await readSmall(backup, "contracts.json");
  const record = bytes && parseDocument(bytes, contractsRecordSchema);
  const trusted = anchor.trust.contracts["OperationsLog"]?.address;
  const ours = record?.chainId === anchor.trust.chainId && record.contracts.OperationsLog.address === trusted;
  if (record !== undefined && ours) return record;
  throw new SuiteError({
    code: "conflict/backup-of-another-deployment",
    message: `${backup.path} is not of chain ${anchor.trust.chainId} and OperationsLog ${trusted ?? "(none)"}, which the trust file names.`,
    hint: "Name the folder in which the backups of this deployment are, or its own trust file.",
    details: { path: backup.path, chainId: anchor.trust.chainId, operationsLog: trusted ?? null },
  });
}
