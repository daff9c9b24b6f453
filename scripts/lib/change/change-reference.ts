import { assembleChange } from "#lib/change/assemble";
import { listDossiers, openDossier, dossierFiles, type Dossier } from "#lib/change/dossier";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readJsonFile } from "#lib/files/json-file";
import { digestSchema } from "#lib/files/schemas";
import { isDigest } from "#lib/input/parse-digest";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const proposalSchema = z.object({ id: digestSchema });

/** A change that a person named, by id or by dossier. */
export interface ReferredChange {
  readonly id: string;
  /** Undefined when no dossier of this deployment belongs to the id. */
  readonly dossier: Dossier | undefined;
}

/** Finds the change that `reference` names. An id needs no dossier: the chain holds the content. */
export function referredChange(
  deploymentDirectory: string,
  record: ContractsRecord,
  reference: string,
): ReferredChange {
  if (!isDigest(reference)) {
    const dossier = openDossier(deploymentDirectory, reference);
    return { id: assembleChange(dossier, record).id, dossier };
  }
  const id = reference.toLowerCase();
  const path = listDossiers(deploymentDirectory).find((folder) => proposedId(folder) === id);
  return { id, dossier: path === undefined ? undefined : openDossier(deploymentDirectory, path) };
}

/** The id under which a dossier was proposed; undefined when it was not. */
export function proposedId(folder: string): string | undefined {
  const file = join(folder, dossierFiles.proposal);
  return existsSync(file) ? readJsonFile(file, proposalSchema).id : undefined;
}
