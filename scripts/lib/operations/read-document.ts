import { Contract, ZeroHash, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory, withTopics } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { documentKinds, type DocumentKind } from "#lib/operations/document-kind";

/** A version of a document that was put in force. */
export interface DocumentVersion {
  readonly version: number;
  readonly digest: string;
  readonly uri: string;
  readonly by: string;
  readonly transactionHash: string;
  readonly blockNumber: number;
}

/** The document that is in force. */
export interface DocumentInForce {
  readonly digest: string;
  readonly version: number;
  /** Unix seconds. */
  readonly recordedAt: number;
  readonly recordedBy: string;
}

/** Reads the document in force; undefined when none is. */
export async function readDocument(
  provider: Provider,
  record: ContractsRecord,
  kind: DocumentKind,
  subject: string,
): Promise<DocumentInForce | undefined> {
  const log = new Contract(record.contracts.OperationsLog.address, suiteInterface("OperationsLog"), provider);
  const answer = (await log.getFunction("documentOf").staticCall(documentKinds.indexOf(kind), subject)) as Result;
  const { digest, version, recordedAt, recordedBy } = answer.toObject();
  if (digest === ZeroHash) return undefined;
  return {
    digest: String(digest),
    version: Number(version),
    recordedAt: Number(recordedAt),
    recordedBy: String(recordedBy),
  };
}

/** A version with what it is about. */
export interface NamedVersion extends DocumentVersion {
  readonly kind: DocumentKind;
  readonly subject: string;
}

/** Every version of a document that was put in force, oldest first. */
export async function documentHistory(
  provider: Provider,
  record: ContractsRecord,
  kind: DocumentKind,
  subject: string,
): Promise<DocumentVersion[]> {
  const kindTopic = `0x${documentKinds.indexOf(kind).toString(16).padStart(64, "0")}`;
  const versions = await readVersions(provider, record, [kindTopic, subject]);
  return versions.map(({ kind: _kind, subject: _subject, ...version }) => version);
}

/** Every version of every document, oldest first. */
export async function readVersions(
  provider: Provider,
  record: ContractsRecord,
  topics: readonly string[] = [],
): Promise<NamedVersion[]> {
  const abi = suiteInterface("OperationsLog");
  const history = await readHistory(provider, record, "OperationsLog");
  const logs = withTopics(history, [abi.getEvent("DocumentRecorded")?.topicHash, ...topics]);
  return logs.flatMap((log) => {
    const args = abi.parseLog(log)?.args.toObject();
    const kind = documentKinds[Number(args?.["kind"])];
    if (args === undefined || kind === undefined) return [];
    return [
      {
        kind,
        subject: String(args["subject"]),
        version: Number(args["version"]),
        digest: String(args["digest"]),
        uri: String(args["uri"]),
        by: String(args["by"]),
        transactionHash: log.transactionHash,
        blockNumber: log.blockNumber,
      },
    ];
  });
}
