import {
  checkObject,
  listManifests,
  publishManifest,
  readManifest,
  writeObject,
  type FiledManifest,
} from "#lib/continuity/backup-folder";
import type { BackupRecipients } from "#lib/continuity/backup-recipients";
import { KnownObjects } from "#lib/continuity/known-objects";
import { rememberBackup } from "#lib/continuity/last-backup";
import { encodeDocument, type Index, type Manifest, type StoredObject } from "#lib/continuity/manifest";
import { STORES } from "#lib/continuity/stores";
import { readSurveyed, type Survey, type SurveyedFile } from "#lib/continuity/survey";
import type { Reporter } from "#lib/console/reporter";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";

/** What a backup is made of, and where it goes. */
export interface BackupTerms {
  readonly deployment: string;
  /** Folder of the backup: of this one and of all before it. */
  readonly folder: string;
  readonly network: string;
  readonly series: Label;
  readonly record: ContractsRecord;
  readonly recipients: BackupRecipients;
  readonly block: Manifest["block"];
  readonly reporter: Reporter;
}

/** A backup that lies in its folder. */
export interface MadeBackup extends FiledManifest {
  readonly stores: Index["stores"];
  /** Objects that were encrypted now; all others were there. */
  readonly written: number;
}

/**
 * Encrypts what is new and adds a manifest. Every object has its name only once it is whole, and the manifest comes last:
 * whoever is killed leaves the backups before as they were, and what is already encrypted is not encrypted again.
 *
 * The folder must be locked.
 *
 * @throws SuiteError `conflict/store-changed`, `conflict/backup-of-another-deployment`, `conflict/backup-corrupted`.
 */
export async function backUp(terms: BackupTerms, present: Survey): Promise<MadeBackup> {
  const { deployment, folder, record, recipients } = terms;
  const previous = newestOwn(terms);
  const { held, written } = await holdAll(terms, present);
  const stores = storesOf(present, held);
  const { network, block, series } = terms;
  const index: Index = { schema: "sign.backup-index.v1", network, stores, keystores: recipients.keystores };
  const objects = new Map([...held.values()].map((object) => [object.sha256, object]));
  const filed = publishManifest(folder, {
    schema: "sign.backup-manifest.v1",
    series: series.text,
    sequence: (previous?.manifest.sequence ?? 0) + 1,
    previous: previous?.digest ?? null,
    chainId: record.chainId,
    operationsLog: record.contracts.OperationsLog.address,
    block,
    recipients: recipients.digest,
    index: await writeObject(folder, [encodeDocument(index)], recipients.keys),
    objects: [...objects.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
  });
  rememberBackup(deployment, filed.digest, present);
  return { ...filed, stores, written };
}

/**
 * The newest backup of a folder, which must be of this deployment and series; undefined in a folder that has none.
 *
 * @throws SuiteError `conflict/backup-of-another-deployment`, `conflict/backup-corrupted`.
 */
export function newestOwn({
  folder,
  record,
  series,
}: Pick<BackupTerms, "folder" | "record" | "series">): FiledManifest | undefined {
  const name = listManifests(folder).at(-1);
  if (name === undefined) return undefined;
  const filed = readManifest(folder, name);
  requireOwn(filed, record, series);
  return filed;
}

/** @throws SuiteError `conflict/backup-of-another-deployment`. */
export function requireOwn({ manifest, path }: FiledManifest, record: ContractsRecord, series: Label): void {
  const { chainId, operationsLog } = manifest;
  const found = `chain ${chainId}, OperationsLog ${operationsLog}, series ${manifest.series}`;
  const { address } = record.contracts.OperationsLog;
  const expected = `chain ${record.chainId}, OperationsLog ${address}, series ${series.text}`;
  if (found === expected) return;
  throw new SuiteError({
    code: "conflict/backup-of-another-deployment",
    message: `${path} is of ${found}; this is ${expected}.`,
    hint: "Name the folder in which the backups of this deployment are, and their series with --series.",
    details: { path, found, expected },
  });
}

/** The object of every file by its content: one that is there and whole, or a new one. */
async function holdAll(
  terms: BackupTerms,
  { files }: Survey,
): Promise<{ readonly held: ReadonlyMap<string, StoredObject>; readonly written: number }> {
  const { deployment, folder, recipients } = terms;
  const known = new KnownObjects(deployment, recipients.digest);
  const held = new Map<string, StoredObject>();
  let written = 0;
  for (const file of files) {
    const { content } = file;
    if (held.has(content)) continue;
    let object = await intact(terms, known.find(content));
    if (object === undefined) {
      object = await writeObject(folder, readSurveyed(deployment, file), recipients.keys);
      known.add(content, object);
      written += 1;
    }
    held.set(content, object);
  }
  return { held, written };
}

/** An object that is damaged is not referred to again: the file is still there to be encrypted anew. */
async function intact(
  { folder, reporter }: BackupTerms,
  object: StoredObject | undefined,
): Promise<StoredObject | undefined> {
  if (object === undefined) return undefined;
  try {
    await checkObject(folder, object);
    return object;
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    // Another folder than the last time has none of them yet.
    if (error.code !== "conflict/backup-incomplete") reporter.warn(`${error.message} It is encrypted anew.`);
    return undefined;
  }
}

function storesOf({ files }: Survey, held: ReadonlyMap<string, StoredObject>): Index["stores"] {
  const entry = ({ path, bytes, content, mode }: SurveyedFile) => ({
    path,
    bytes,
    sha256: content,
    mode,
    object: held.get(content)?.sha256 ?? "",
  });
  return STORES.map(({ name, secret }) => ({
    name,
    secret,
    files: files.filter(({ store }) => store === name).map(entry),
  })).filter(({ files: own }) => own.length > 0);
}
