import { resolve, sep } from "node:path";

import type { TaskContext } from "../support/run-task.ts";
import { openSuite, type OpenSuite } from "../support/suite-connection.ts";

import type { BackupTerms } from "#lib/continuity/back-up";
import { readBackupRecipients } from "#lib/continuity/backup-recipients";
import { readIdentityFile, type Identity } from "#lib/encryption/identity";
import { SuiteError } from "#lib/errors/suite-error";
import { parseLabel } from "#lib/input/parse-label";

/** Opens a deployment that is to be backed up, and finds out for whom. */
export async function openTerms(
  context: TaskContext,
  { folder, series }: { readonly folder: string; readonly series: string },
): Promise<{ readonly terms: BackupTerms; readonly suite: OpenSuite }> {
  const label = parseLabel(series, "--series");
  const place = resolve(folder);
  refuseWithin(context.deploymentDirectory, place);
  const suite = await openSuite(context);
  const { record, provider } = suite;
  const { deploymentDirectory: deployment, networkName: network, reporter } = context;
  const recipients = await readBackupRecipients(provider, record, deployment);
  const { number, hash, timestamp } = await newestBlock(suite);
  const block = { number, hash, timestamp };
  const terms = { deployment, folder: place, network, series: label, record, recipients, block, reporter };
  return { terms, suite };
}

/**
 * The key of somebody to whom backups are encrypted.
 *
 * @throws SuiteError `input/identity` when no file is named, those of {@link readIdentityFile}.
 */
export function openIdentity(path: string): Promise<Identity> {
  if (path !== "") return readIdentityFile(resolve(path));
  throw new SuiteError({
    code: "input/identity",
    message: "No identity file is named.",
    hint: "Name the file that age-keygen wrote for one of the recipients, with --identity.",
  });
}

function refuseWithin(deployment: string, folder: string): void {
  if (!`${folder}${sep}`.startsWith(`${deployment}${sep}`)) return;
  throw new SuiteError({
    code: "input/backup-folder",
    message: `${folder} lies in the deployment that is to be backed up.`,
    hint: "Name a folder on another medium: what burns together is no backup.",
    details: { folder },
  });
}

async function newestBlock({ provider }: OpenSuite): Promise<{ number: number; hash: string; timestamp: number }> {
  const block = await provider.getBlock("latest");
  if (typeof block?.hash === "string") return { number: block.number, hash: block.hash, timestamp: block.timestamp };
  throw new SuiteError({
    code: "chain/block-missing",
    message: "The node does not give its newest block.",
    hint: "It may be syncing; ask another one.",
  });
}
