import { existsSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { OWN_FOLDER } from "#lib/continuity/stores";
import { contentDigest, type Survey } from "#lib/continuity/survey";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { digestSchema } from "#lib/files/schemas";

const lastBackupSchema = z.strictObject({
  schema: z.literal("sign.last-backup.v1"),
  /** Of its manifest. */
  digest: digestSchema,
  content: digestSchema,
  paths: z.array(z.string()),
});

/** What the last backup of this deployment held: whoever backs up cannot open it to look. */
export type LastBackup = z.output<typeof lastBackupSchema>;

export function readLastBackup(deployment: string): LastBackup | undefined {
  const path = lastBackupPath(deployment);
  return existsSync(path) ? readJsonFile(path, lastBackupSchema) : undefined;
}

export function rememberBackup(deployment: string, digest: string, survey: Survey): void {
  const paths = survey.files.map(({ path }) => path);
  const last: LastBackup = { schema: "sign.last-backup.v1", digest, content: contentDigest(survey), paths };
  writeJsonFile(lastBackupPath(deployment), last);
}

function lastBackupPath(deployment: string): string {
  return join(deployment, OWN_FOLDER, "last-backup.json");
}
