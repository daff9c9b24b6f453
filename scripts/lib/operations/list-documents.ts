import type { Provider } from "ethers";

import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { DocumentKind } from "#lib/operations/document-kind";
import { readVersions, type DocumentVersion } from "#lib/operations/read-document";

/** A kind and subject with every version that was in force, oldest first; the last one is. */
export interface DocumentLine {
  readonly kind: DocumentKind;
  readonly subject: string;
  readonly inForce: DocumentVersion;
  readonly versions: readonly DocumentVersion[];
}

/** Every document in force, in the order in which they first were. */
export async function listDocuments(provider: Provider, record: ContractsRecord): Promise<DocumentLine[]> {
  const lines = new Map<string, DocumentLine>();
  for (const { kind, subject, ...version } of await readVersions(provider, record)) {
    const key = `${kind}:${subject}`;
    const versions = [...(lines.get(key)?.versions ?? []), version];
    lines.set(key, { kind, subject, inForce: version, versions });
  }
  return [...lines.values()];
}
