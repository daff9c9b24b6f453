import type { Provider } from "ethers";

import { chainTime } from "#lib/chain/chain-time";
import { describeAcknowledgement, readAcknowledgements, standingAcknowledgement } from "#lib/change/acknowledgement";
import { proposedId } from "#lib/change/change-reference";
import type { ChangeClass, ChangeStatus } from "#lib/change/change-class";
import { listDossiers, openDossier } from "#lib/change/dossier";
import { listProposals, readPolicy, readStatus } from "#lib/change/read-change";
import type { ContractsRecord } from "#lib/deployment/contracts-record";

/** A change on the chain, or a dossier that is not there yet. */
export interface ChangeEntry {
  readonly id: string | null;
  readonly status: ChangeStatus;
  readonly class: ChangeClass;
  /** The dossier's title; the version where there is no dossier. */
  readonly title: string;
  readonly dossier: string | null;
  /** Monitoring's word, in words, where the change still needs it; null elsewhere. */
  readonly acknowledgement: string | null;
}

/** Everything on the chain in order of proposal, then the dossiers that were not proposed. */
export async function listChanges(
  provider: Provider,
  record: ContractsRecord,
  deploymentDirectory: string,
): Promise<ChangeEntry[]> {
  const dossiers = listDossiers(deploymentDirectory).map((path) => ({
    path,
    id: proposedId(path),
    file: openDossier(deploymentDirectory, path).file,
  }));
  const proposals = await listProposals(provider, record);
  const known = new Set(proposals.map(({ id }) => id));
  const onChain = await Promise.all(
    proposals.map(async ({ id, change }) => {
      const dossier = dossiers.find((candidate) => candidate.id === id);
      const status = await readStatus(provider, record, id);
      return {
        id,
        status,
        class: change.class,
        title: dossier?.file.title ?? change.version,
        dossier: dossier?.path ?? null,
        acknowledgement: await acknowledgementOf(provider, record, { id, status, changeClass: change.class }),
      };
    }),
  );
  const drafts = dossiers
    .filter(({ id }) => id === undefined || !known.has(id))
    .map(({ path, file }) => ({
      id: null,
      status: "None" as const,
      class: file.class,
      title: file.title,
      dossier: path,
      acknowledgement: null,
    }));
  return [...onChain, ...drafts];
}

async function acknowledgementOf(
  provider: Provider,
  record: ContractsRecord,
  {
    id,
    status,
    changeClass,
  }: { readonly id: string; readonly status: ChangeStatus; readonly changeClass: ChangeClass },
): Promise<string | null> {
  if (status !== "Queued" && status !== "Ready") return null;
  if (!(await readPolicy(provider, record, changeClass)).needsAcknowledgement) return null;
  const standing = standingAcknowledgement(await readAcknowledgements(provider, record, id));
  return describeAcknowledgement(standing, await chainTime(provider));
}
