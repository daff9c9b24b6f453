import { existsSync } from "node:fs";
import { basename, join } from "node:path";

import { z } from "zod";

import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { parseLabel, type Label } from "#lib/input/parse-label";
import { documentKinds, type DocumentKind } from "#lib/operations/document-kind";

const documentNamesSchema = z.strictObject({
  schema: z.literal("sign.document-names.v1"),
  documents: z.array(
    z.strictObject({ kind: z.enum(documentKinds), subject: z.string(), file: z.string().regex(/^[^/]+$/) }),
  ),
});

type Entry = z.output<typeof documentNamesSchema>["documents"][number];

/** What people call documents whose ids are on the chain. It can always be written anew. */
export interface DocumentNames {
  /** The label of a subject; its id where none is known. */
  readonly subjectOf: (id: string) => string;
  /** The name of the file that was recorded; undefined where none is known. */
  readonly fileOf: (kind: DocumentKind, subject: string) => string | undefined;
}

/** The names in `operations/documents.json` of the deployment. */
export function documentNames(deploymentDirectory: string): DocumentNames {
  const entries = readEntries(deploymentDirectory).map((entry) => ({ ...entry, id: parseLabel(entry.subject).id }));
  const labels = new Map([parseLabel("suite"), ...entries.map(({ subject }) => parseLabel(subject))].map(pair));
  return {
    subjectOf: (id) => labels.get(id) ?? id,
    fileOf: (kind, subject) => entries.find((entry) => entry.kind === kind && entry.id === subject)?.file,
  };
}

/** Remembers under which name a document was recorded. */
export function rememberDocument(
  deploymentDirectory: string,
  { kind, subject, path }: { readonly kind: DocumentKind; readonly subject: Label; readonly path: string },
): void {
  const entry: Entry = { kind, subject: subject.text, file: basename(path) };
  const known = readEntries(deploymentDirectory);
  if (known.some((item) => isSame(item, entry) && item.file === entry.file)) return;
  const documents = [...known.filter((item) => !isSame(item, entry)), entry].sort(
    (a, b) => a.kind.localeCompare(b.kind) || a.subject.localeCompare(b.subject),
  );
  writeJsonFile(namesPath(deploymentDirectory), { schema: "sign.document-names.v1", documents });
}

/** Where a deployment keeps the documents that people work by. */
export function documentsFolder(deploymentDirectory: string): string {
  return join(deploymentDirectory, "operations");
}

function isSame(a: Entry, b: Entry): boolean {
  return a.kind === b.kind && parseLabel(a.subject).id === parseLabel(b.subject).id;
}

function pair({ id, text }: Label): readonly [id: string, text: string] {
  return [id, text];
}

function readEntries(deploymentDirectory: string): readonly Entry[] {
  const path = namesPath(deploymentDirectory);
  return existsSync(path) ? readJsonFile(path, documentNamesSchema).documents : [];
}

function namesPath(deploymentDirectory: string): string {
  return join(documentsFolder(deploymentDirectory), "documents.json");
}
