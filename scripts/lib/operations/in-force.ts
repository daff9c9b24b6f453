import { readFileSync } from "node:fs";

import { keccak256, type Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";
import type { DocumentKind } from "#lib/operations/document-kind";
import { readDocument, type DocumentInForce } from "#lib/operations/read-document";

/** A document in force, with the very bytes that were compared. */
export interface CheckedDocument {
  readonly document: DocumentInForce;
  readonly content: Buffer;
}

/**
 * Refuses a file that is not the document in force, naming both digests.
 *
 * @throws SuiteError `input/file-unreadable`, `refused/no-document`, `conflict/document-digest`.
 */
export async function requireInForce(
  provider: Provider,
  record: ContractsRecord,
  { kind, subject, path }: { readonly kind: DocumentKind; readonly subject: Label; readonly path: string },
): Promise<CheckedDocument> {
  const content = read(path);
  const local = keccak256(content);
  const inForce = await readDocument(provider, record, kind, subject.id);
  if (inForce === undefined) {
    throw new SuiteError({
      code: "refused/no-document",
      message: `No ${kind} is in force for ${subject.text}.`,
      hint: `Record it with: npx hardhat operations record ${kind} ${path}`,
      details: { kind, subject: subject.id },
    });
  }
  if (inForce.digest === local) return { document: inForce, content };
  throw new SuiteError({
    code: "conflict/document-digest",
    message: `${path} has the digest ${local}, the ${kind} in force (version ${String(inForce.version)}) has ${inForce.digest}.`,
    hint: "Get the file that was recorded, or record this one. Do not work by it until then.",
    details: { path, local, inForce: inForce.digest, version: inForce.version },
  });
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new SuiteError({
      code: "input/file-unreadable",
      message: `${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}).`,
      hint: "Check the path and its permissions.",
      details: { path },
      cause,
    });
  }
}
