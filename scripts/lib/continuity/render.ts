import type { Examination } from "#lib/continuity/examine-restored";
import { filesOf, type Index } from "#lib/continuity/manifest";
import type { BackupRecipients } from "#lib/continuity/backup-recipients";
import type { Survey, Notices } from "#lib/continuity/survey";
import { STORES } from "#lib/continuity/stores";

/** To whom a backup is encrypted, as shown before anything is. */
export function describeRecipients({ recipients }: BackupRecipients): string[] {
  return recipients.map(({ holder, recipient }) => `encrypted to ${recipient}  ${holder}`);
}

interface SizedStore {
  readonly name: string;
  readonly secret: boolean;
  readonly files: readonly { readonly bytes: number }[];
}

/** A line for each store that has files. */
export function describeStores(stores: readonly SizedStore[]): string[] {
  return stores.map(({ name, secret, files }) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return `${name}: ${files.length} files, ${bytes} bytes${secret ? ", secret" : ""}`;
  });
}

/** The stores of files that no backup holds yet. */
export function surveyedStores({ files }: Survey): SizedStore[] {
  return STORES.map(({ name, secret }) => ({
    name,
    secret,
    files: files.filter(({ store }) => store === name),
  })).filter(({ files: own }) => own.length > 0);
}

/** What somebody should look at. */
export function describeNotices({ unnamed, gone, unfinished }: Notices): string[] {
  return [
    ...unnamed.map((path) => `${path} belongs to no store; it is backed up all the same`),
    ...gone.map((path) => `${path} was in the last backup and is gone`),
    ...unfinished.map((path) => `${path} is unfinished work and is not backed up`),
  ];
}

/** What a restored deployment is worth. */
export function describeExamination({ findings, bundles }: Examination): string[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  return [
    `${errors.length === 0 ? "✓" : "✗"} gov doctor: ${errors.length} errors, ${findings.length - errors.length} warnings`,
    ...findings.map(({ check, message }) => `    ${check}: ${message}`),
    ...bundles.map(({ path, verdict }) => {
      if (verdict === "not-judged") return `! evidence ${path}: not judged; give the trust file of its anchor`;
      return `${verdict === "proven" ? "✓" : "✗"} evidence verify ${path}`;
    }),
  ];
}

/** Where the keys are that no backup holds. */
export function describeKeystores({ keystores }: Index): string[] {
  return keystores.map(({ account, where }) => `the key of ${account} is not in the backup: ${where}`);
}

/** Number and size of what a backup holds. */
export function describeSize(index: Index): string {
  const files = filesOf(index);
  return `${files.length} files, ${files.reduce((sum, { bytes }) => sum + bytes, 0)} bytes`;
}
