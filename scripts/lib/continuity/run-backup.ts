import { backUp, newestOwn, type BackupTerms, type MadeBackup } from "#lib/continuity/back-up";
import { whileLocked, type FiledManifest } from "#lib/continuity/backup-folder";
import { KnownObjects } from "#lib/continuity/known-objects";
import { readLastBackup, type LastBackup } from "#lib/continuity/last-backup";
import { standingOf } from "#lib/continuity/recorded-backup";
import { contentDigest, noticesOf, survey, type Notices, type Survey } from "#lib/continuity/survey";
import { recordDocument, type RecordResult } from "#lib/operations/record-document";
import type { Sending } from "#lib/transaction/send-transaction";

/** What `continuity backup` did. */
export interface BackupResult {
  readonly filed: FiledManifest;
  /** Undefined when an earlier run had made it, and this one only recorded it. */
  readonly made: MadeBackup | undefined;
  readonly notices: Notices;
  readonly recorded: RecordResult;
}

/** What `continuity backup --dry-run` found. */
export interface BackupPlan {
  readonly present: Survey;
  readonly notices: Notices;
  /** Files whose content is in no object that is known. */
  readonly fresh: readonly string[];
}

/**
 * Backs up and records the digest of the manifest on the chain.
 *
 * A backup that an earlier run made and could not record is recorded first; when nothing but journals changed since, that
 * is all.
 *
 * @throws SuiteError those of `survey`, `backUp` and `recordDocument`, `conflict/backup-running`.
 */
export function runBackup(terms: BackupTerms, sending: Sending): Promise<BackupResult> {
  const { folder, deployment, reporter } = terms;
  return whileLocked(folder, async () => {
    const last = readLastBackup(deployment);
    const earlier = await recordEarlier(terms, sending, last);
    const present = await survey(deployment);
    const notices = noticesOf(present, last?.paths ?? []);
    if (earlier !== undefined && last?.content === contentDigest(present)) {
      return { ...earlier, made: undefined, notices };
    }
    reporter.step(`Backing up ${deployment} to ${folder}`);
    const made = await backUp(terms, present);
    reporter.step(`Recording ${made.digest} on the chain`);
    return { filed: made, made, notices, recorded: await recordManifest(terms, sending, made) };
  });
}

/** What a backup would hold and write; writes nothing. */
export async function planBackup(terms: BackupTerms): Promise<BackupPlan> {
  newestOwn(terms);
  const { deployment, recipients } = terms;
  const present = await survey(deployment);
  const known = new KnownObjects(deployment, recipients.digest);
  const fresh = present.files.filter(({ content }) => known.find(content) === undefined).map(({ path }) => path);
  return { present, notices: noticesOf(present, readLastBackup(deployment)?.paths ?? []), fresh };
}

/** Records the newest backup of the folder if this machine made it and the chain does not know it. */
async function recordEarlier(
  terms: BackupTerms,
  sending: Sending,
  last: LastBackup | undefined,
): Promise<Pick<BackupResult, "filed" | "recorded"> | undefined> {
  const filed = newestOwn(terms);
  if (filed === undefined || last?.digest !== filed.digest) return undefined;
  const { state } = await standingOf(sending.provider, terms.record, terms.series, filed.digest);
  if (state !== "unrecorded") return undefined;
  terms.reporter.step(`Recording backup ${filed.manifest.sequence}, which an earlier run made`);
  return { filed, recorded: await recordManifest(terms, sending, filed) };
}

function recordManifest(
  { record, series }: BackupTerms,
  sending: Sending,
  { digest }: FiledManifest,
): Promise<RecordResult> {
  return recordDocument(sending, record, { kind: "Backup", subject: series, digest, uri: "" }, { dryRun: false });
}
