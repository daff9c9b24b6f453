import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { keccak256 } from "ethers";

import { newestOwn, type BackupTerms } from "#lib/continuity/back-up";
import { whileLocked } from "#lib/continuity/backup-folder";
import type { Examination } from "#lib/continuity/examine-restored";
import { filesOf } from "#lib/continuity/manifest";
import { standingOf } from "#lib/continuity/recorded-backup";
import { runBackup } from "#lib/continuity/run-backup";
import { runRestore, type ProvenBackup, type RestoreTerms } from "#lib/continuity/run-restore";
import { OWN_FOLDER } from "#lib/continuity/stores";
import { writeJsonFile } from "#lib/files/json-file";
import { documentsFolder } from "#lib/operations/document-names";
import { recordDocument, type RecordResult } from "#lib/operations/record-document";
import type { Sending } from "#lib/transaction/send-transaction";

/** What a drill needs: a backup's terms, somebody's key, and what judges bundles. */
export type DrillTerms = BackupTerms & Pick<RestoreTerms, "identity" | "trust" | "rpc">;

/** `operations/drills/<sequence>-<block>.json`: what the chain has the digest of. */
export interface DrillReport {
  readonly schema: "sign.restore-drill.v1";
  readonly backup: { readonly sequence: number; readonly digest: string };
  /** By the chain's clock. */
  readonly block: BackupTerms["block"];
  /** Account that records it. */
  readonly by: string;
  readonly files: number;
  readonly bytes: number;
  readonly examination: Examination;
}

/** What `continuity drill` did. */
export interface DrillResult {
  readonly report: DrillReport;
  /** Null when the drill failed: a failure is no drill that was held, and the clock of the alert runs on. */
  readonly recorded: (RecordResult & { readonly path: string; readonly digest: string }) | null;
}

/**
 * Restores the newest recorded backup into a scratch folder, examines it, and records the report on the chain. Makes a
 * backup first when the chain does not know the newest one. The scratch folder lies in the deployment, where the same
 * files lie already, and is gone afterwards; one that a killed drill left behind is removed first.
 *
 * @throws SuiteError those of `runBackup`, `runRestore` and `recordDocument`, `conflict/backup-running`.
 */
export function runDrill(terms: DrillTerms, sending: Sending): Promise<DrillResult> {
  const scratch = join(terms.deployment, OWN_FOLDER, "drill");
  return whileLocked(scratch, async () => {
    const target = join(scratch, "restored");
    const clean = (): void => {
      rmSync(target, { recursive: true, force: true });
    };
    clean();
    await backUpIfNeeded(terms, sending);
    try {
      const { backup, examination } = await runRestore(restoreTerms(terms, target), { dryRun: false });
      if (examination === null) throw new Error("a drill is no dry run");
      const report = reportOf(terms, backup, examination, await sending.signer.getAddress());
      return { report, recorded: examination.ok ? await recordReport(terms, sending, report) : null };
    } finally {
      clean();
    }
  });
}

/** What a drill would restore: checks all of the backup that can be checked without writing. */
export async function planDrill(terms: DrillTerms): Promise<ProvenBackup> {
  const target = join(terms.deployment, OWN_FOLDER, "drill", "planned");
  return (await runRestore(restoreTerms(terms, target), { dryRun: true })).backup;
}

async function backUpIfNeeded(terms: DrillTerms, sending: Sending): Promise<void> {
  const newest = newestOwn(terms);
  const standing = newest && (await standingOf(sending.provider, terms.record, terms.series, newest.digest));
  if (standing === undefined || standing.state === "unrecorded") await runBackup(terms, sending);
}

function restoreTerms(terms: DrillTerms, target: string): RestoreTerms {
  const { folder, identity, series, trust, rpc, reporter, record } = terms;
  const leniency = { unrecorded: false, older: false };
  const anchor = { from: "record", record } as const;
  return { folder, target, identity, series, sequence: undefined, leniency, anchor, trust, rpc, reporter };
}

function reportOf(
  { block }: DrillTerms,
  { manifest, digest, index }: ProvenBackup,
  examination: Examination,
  by: string,
): DrillReport {
  const files = filesOf(index);
  return {
    schema: "sign.restore-drill.v1",
    backup: { sequence: manifest.sequence, digest },
    block,
    by,
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    examination,
  };
}

async function recordReport(
  { deployment, record, series }: DrillTerms,
  sending: Sending,
  report: DrillReport,
): Promise<DrillResult["recorded"]> {
  const name = `${report.backup.sequence}-${report.block.number}.json`;
  const path = join(documentsFolder(deployment), "drills", name);
  writeJsonFile(path, report);
  const digest = keccak256(readFileSync(path));
  const draft = { kind: "RestoreDrill", subject: series, digest, uri: "" } as const;
  return { ...(await recordDocument(sending, record, draft, { dryRun: false })), path, digest };
}
