import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { z } from "zod";

import { changeClasses } from "#lib/change/change-class";
import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { foldersIn, nextNumberedFolder } from "#lib/files/numbered-folder";
import { addressSchema, bytesSchema, digestSchema, quantitySchema } from "#lib/files/schemas";
import type { CallArgument } from "#lib/calls/encode-call";

const argumentSchema: z.ZodType<CallArgument> = z.lazy(() =>
  z.union([z.string(), z.number().int(), z.boolean(), z.null(), z.array(argumentSchema)]),
);

/** A call as its author wrote it, and the bytes that it stands for. Both are checked against each other. */
export const dossierCallSchema = z.object({
  target: z.string().min(1),
  function: z.string().min(1),
  args: z.array(argumentSchema),
  value: quantitySchema,
  resolved: z.object({ target: addressSchema, data: bytesSchema }),
});

const pinSchema = z.object({
  account: addressSchema,
  codehash: digestSchema,
  implementation: addressSchema,
  implementationCodehash: digestSchema,
});

/** `change.json`: what the proposer wants. Documents lie beside it; their digests are computed from their bytes. */
export const changeFileSchema = z.object({
  schema: z.literal("sign.change.v1"),
  chainId: z.number().int().positive(),
  changeManager: addressSchema,
  /** The account that proposes: the id is bound to it. */
  proposer: addressSchema,
  title: z.string().min(1).max(200),
  class: z.enum(changeClasses),
  irreversible: z.boolean(),
  calls: z.array(dossierCallSchema),
  rollback: z.array(dossierCallSchema),
  pins: z.array(pinSchema),
  incident: digestSchema,
  salt: digestSchema,
  version: z.string(),
  uri: z.string(),
});

export type ChangeFile = z.output<typeof changeFileSchema>;
export type DossierCall = z.output<typeof dossierCallSchema>;

/** `expected.json`: what `change check` found. `change propose` refuses a dossier that differs from it. */
export const expectedSchema = z.object({
  schema: z.literal("sign.expected.v1"),
  id: digestSchema,
  artifacts: z.record(z.string(), digestSchema),
  /** keccak256 of change.json's bytes. */
  changeFile: digestSchema,
});

export type Expected = z.output<typeof expectedSchema>;

/** Documents of a dossier and the artifact that each one's digest is. */
export const documents = {
  request: "change-request.md",
  securityImpact: "impact-security.md",
  availabilityImpact: "impact-availability.md",
  privacyImpact: "impact-privacy.md",
  rollbackPlan: "rollback-plan.md",
} as const;

export const dossierFiles = {
  change: "change.json",
  expected: "expected.json",
  simulation: "simulation.json",
  report: "report.md",
  proposal: "proposal.json",
  receipt: "receipt.json",
} as const;

/** A folder that exists and holds a change. */
export interface Dossier {
  readonly path: string;
  readonly file: ChangeFile;
}

/**
 * Opens a dossier by path, or by name under the deployment's `changes` folder.
 *
 * @throws SuiteError `input/no-dossier`, and those of `readJsonFile`.
 */
export function openDossier(deploymentDirectory: string, name: string): Dossier {
  const candidates = [resolve(name), join(changesFolder(deploymentDirectory), name)];
  const path = candidates.find((candidate) => existsSync(join(candidate, dossierFiles.change)));
  if (path === undefined) {
    throw new SuiteError({
      code: "input/no-dossier",
      message: `"${name}" is no dossier: neither ${candidates.join(" nor ")} holds a readable ${dossierFiles.change}.`,
      hint: "List them with: npx hardhat change list",
      details: { name, candidates },
    });
  }
  return { path, file: readJsonFile(join(path, dossierFiles.change), changeFileSchema) };
}

/** Every dossier of a deployment, in order of number. Damaged ones are named, not skipped. */
export function listDossiers(deploymentDirectory: string): string[] {
  return foldersIn(changesFolder(deploymentDirectory));
}

/** Makes the next numbered folder for a title. */
export function nextDossierPath(deploymentDirectory: string, title: string): string {
  return nextNumberedFolder(changesFolder(deploymentDirectory), title, "change");
}

export function writeChangeFile(path: string, file: ChangeFile): void {
  mkdirSync(path, { recursive: true });
  writeJsonFile(join(path, dossierFiles.change), changeFileSchema.parse(file));
}

function changesFolder(deploymentDirectory: string): string {
  return join(deploymentDirectory, "changes");
}
