import type { Provider } from "ethers";

import { join } from "node:path";

import { z } from "zod";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { parseRecipients, type Recipient } from "#lib/encryption/recipients";
import { readJsonFile } from "#lib/files/json-file";
import { addressSchema } from "#lib/files/schemas";
import { parseLabel } from "#lib/input/parse-label";
import { documentsFolder } from "#lib/operations/document-names";
import { requireInForce } from "#lib/operations/in-force";

/** Under which subject the file is recorded as a BackupPolicy. */
export const RECIPIENTS_SUBJECT = "backup-recipients";

/** One lost key must not lose the country's memory. */
const FEWEST_RECIPIENTS = 2;

/** `operations/backup-recipients.json`. */
const backupRecipientsSchema = z.strictObject({
  schema: z.literal("sign.backup-recipients.v1"),
  recipients: z.array(z.strictObject({ holder: z.string().min(1), recipient: z.string() })).min(FEWEST_RECIPIENTS),
  /** Where keys are kept that no backup holds. */
  keystores: z.array(z.strictObject({ account: addressSchema, where: z.string().min(1) })),
});

export type BackupRecipients = z.output<typeof backupRecipientsSchema> & {
  /** As the chain has it: keccak256 of the file. */
  readonly digest: string;
  readonly keys: readonly Recipient[];
};

/**
 * To whom backups are encrypted: by the file of the deployment, which must be the one in force on the chain, so that
 * nobody who can write to this disk alone adds a reader.
 *
 * @throws SuiteError `input/file-unreadable`, `input/not-json`, `input/schema`, `input/recipient`, `input/recipient-twice`,
 * `refused/no-document` when no such file is in force, `conflict/document-digest` when another one is.
 */
export async function readBackupRecipients(
  provider: Provider,
  record: ContractsRecord,
  deployment: string,
): Promise<BackupRecipients> {
  const path = recipientsPath(deployment);
  const file = readJsonFile(path, backupRecipientsSchema);
  const keys = parseRecipients(
    file.recipients.map(({ recipient }) => recipient),
    path,
  );
  const subject = parseLabel(RECIPIENTS_SUBJECT);
  const { document } = await requireInForce(provider, record, { kind: "BackupPolicy", subject, path });
  return { ...file, digest: document.digest, keys };
}

/** Where a deployment says to whom its backups are encrypted. */
export function recipientsPath(deployment: string): string {
  return join(documentsFolder(deployment), "backup-recipients.json");
}
