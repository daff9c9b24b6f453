import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { operationOf, type Operation } from "#lib/break-glass/operation";
import type { WrittenCall } from "#lib/calls/encode-call";
import { AddressBook } from "#lib/calls/known-contracts";
import { agreedCall } from "#lib/change/assemble";
import { dossierCallSchema } from "#lib/change/dossier";
import { resolveCall } from "#lib/change/scaffold";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import { documentDigest } from "#lib/files/document";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { foldersIn, nextNumberedFolder } from "#lib/files/numbered-folder";
import { addressSchema } from "#lib/files/schemas";

/** `operation.json`: what the Sovereign Authority is to do. */
const operationFileSchema = z.object({
  schema: z.literal("sign.break-glass.v1"),
  chainId: z.number().int().positive(),
  registry: addressSchema,
  title: z.string().min(1).max(200),
  call: dossierCallSchema,
});

/** Documents of an operation and the artifact that each one's digest is. */
const DOCUMENTS = {
  request: "request.md",
  impactAssessment: "impact-assessment.md",
  rollbackPlan: "rollback-plan.md",
} as const;

/** Digests of an operation's documents, as the chain keeps them. */
export type BreakGlassArtifacts = Readonly<Record<keyof typeof DOCUMENTS, string>>;

/** A folder that holds an operation. */
export interface BreakGlassDossier {
  readonly path: string;
  readonly title: string;
  readonly operation: Operation;
}

const FORMS = "docs/templates/break-glass";
const templates = fileURLToPath(new URL(`../../../${FORMS}/`, import.meta.url));

/**
 * Writes the folder of a new operation: `operation.json` and its documents, which people fill in. The folder appears in one
 * step.
 *
 * @throws SuiteError `input/title`, and those of `encodeCall`.
 */
export function scaffoldOperation(
  record: ContractsRecord,
  deploymentDirectory: string,
  { title, call }: { readonly title: string; readonly call: WrittenCall },
): BreakGlassDossier {
  if (title.trim() === "" || title.length > 200) {
    throw new SuiteError({
      code: "input/title",
      message: `"${title}" is no title.`,
      hint: "Give up to 200 characters with --title.",
      details: { title },
    });
  }
  const resolved = resolveCall(call, new AddressBook(record));
  const path = nextNumberedFolder(folderOf(deploymentDirectory), title, "operation");
  const partial = `${path}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  for (const name of Object.values(DOCUMENTS)) {
    writeFileSync(join(partial, name), readFileSync(join(templates, name), "utf8").replaceAll("{{title}}", title));
  }
  const file = operationFileSchema.parse({
    schema: "sign.break-glass.v1",
    chainId: record.chainId,
    registry: record.contracts.RoleRegistry.address,
    title,
    call: resolved,
  });
  writeJsonFile(join(partial, "operation.json"), file);
  renameSync(partial, path);
  return { path, title, operation: operationOf(record, resolved.resolved) };
}

/**
 * Opens an operation's folder by path, or by name under the deployment's `break-glass` folder.
 *
 * @throws SuiteError `input/no-dossier`, `conflict/other-deployment`, `conflict/call-bytes`.
 */
export function openOperation(record: ContractsRecord, deploymentDirectory: string, name: string): BreakGlassDossier {
  const candidates = [resolve(name), join(folderOf(deploymentDirectory), name)];
  const path = candidates.find((candidate) => existsSync(join(candidate, "operation.json")));
  if (path === undefined) {
    throw new SuiteError({
      code: "input/no-dossier",
      message: `"${name}" is no operation: neither ${candidates.join(" nor ")} holds a readable operation.json.`,
      hint: "List them with: npx hardhat break-glass list",
      details: { name, candidates },
    });
  }
  const file = readJsonFile(join(path, "operation.json"), operationFileSchema);
  if (file.chainId !== record.chainId || file.registry !== record.contracts.RoleRegistry.address) {
    throw new SuiteError({
      code: "conflict/other-deployment",
      message: `${path} is for the registry ${file.registry} on chain ${String(file.chainId)}.`,
      hint: "Choose the right network with --network, or make the folder again for this one.",
      details: { path, chainId: file.chainId, registry: file.registry },
    });
  }
  return {
    path,
    title: file.title,
    operation: operationOf(record, agreedCall(file.call, new AddressBook(record), path)),
  };
}

/** The folder that holds an operation of this id; undefined when none does. */
export function folderOfOperation(
  record: ContractsRecord,
  deploymentDirectory: string,
  id: string,
): BreakGlassDossier | undefined {
  return foldersIn(folderOf(deploymentDirectory))
    .filter((path) => existsSync(join(path, "operation.json")))
    .map((path) => openOperation(record, deploymentDirectory, path))
    .find(({ operation }) => operation.id === id);
}

/**
 * The digests of an operation's documents.
 *
 * @throws SuiteError those of `documentDigest`.
 */
export function operationArtifacts(path: string): BreakGlassArtifacts {
  const digest = (artifact: keyof typeof DOCUMENTS): string =>
    documentDigest(join(path, DOCUMENTS[artifact]), artifact, FORMS);
  return {
    request: digest("request"),
    impactAssessment: digest("impactAssessment"),
    rollbackPlan: digest("rollbackPlan"),
  };
}

/** Where an operation without a folder of its own keeps what is signed. */
export function folderOf(deploymentDirectory: string): string {
  return join(deploymentDirectory, "break-glass");
}
