import type { Provider } from "ethers";

import type { FiledManifest } from "#lib/continuity/backup-folder";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";
import { documentHistory, type DocumentVersion } from "#lib/operations/read-document";

/** How a backup stands to what the chain knows. */
export type Standing =
  | { readonly state: "newest"; readonly version: number }
  /** A newer one is recorded. */
  | { readonly state: "older"; readonly version: number; readonly newest: DocumentVersion }
  | { readonly state: "unrecorded"; readonly newest: DocumentVersion | undefined };

/** Looks a manifest up among the backups that were recorded; a node that leaves one out is found out. */
export async function standingOf(
  provider: Provider,
  record: ContractsRecord,
  series: Label,
  digest: string,
): Promise<Standing> {
  const history = await documentHistory(provider, record, "Backup", series.id);
  const newest = history.at(-1);
  const found = history.findLast((version) => version.digest === digest);
  if (newest === undefined || found === undefined) return { state: "unrecorded", newest };
  const { version } = found;
  return newest.version === version ? { state: "newest", version } : { state: "older", version, newest };
}

/** What a person takes upon themselves. */
export interface Leniency {
  /** To restore what the chain does not vouch for. */
  readonly unrecorded: boolean;
  /** To restore what was overtaken. */
  readonly older: boolean;
}

/**
 * Refuses a backup that the chain does not know, or knows to be overtaken.
 *
 * @throws SuiteError `refused/backup-unrecorded`, `refused/backup-stale`.
 */
export function requireStanding({ path, digest }: FiledManifest, standing: Standing, leniency: Leniency): void {
  if (standing.state === "unrecorded" && !leniency.unrecorded) {
    throw new SuiteError({
      code: "refused/backup-unrecorded",
      message: `The chain does not know ${path} (${digest}): anybody may have made it.`,
      hint: "Take a backup that was recorded; --unrecorded restores this one, and then nothing vouches for a single file.",
      details: { path, digest },
    });
  }
  if (standing.state === "older" && !leniency.older) {
    const { newest, version } = standing;
    throw new SuiteError({
      code: "refused/backup-stale",
      message: `${path} is version ${version}; the chain knows version ${newest.version}, ${newest.digest}.`,
      hint: "Find the newer one; --older restores this one, and what came after it is lost.",
      details: { path, digest, version, newest: { version: newest.version, digest: newest.digest } },
    });
  }
}
