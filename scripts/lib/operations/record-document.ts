import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import type { Label } from "#lib/input/parse-label";
import { documentKinds, type DocumentKind } from "#lib/operations/document-kind";
import { documentHistory, readDocument } from "#lib/operations/read-document";
import { actOnce, type ActResult } from "#lib/transaction/act-once";
import type { Sending } from "#lib/transaction/send-transaction";

/** What the contract takes, in bytes. */
const MAX_URI = 512;

/** A document that is to be put in force. */
export interface DocumentDraft {
  readonly kind: DocumentKind;
  readonly subject: Label;
  readonly digest: string;
  readonly uri: string;
}

/** What `operations record` did. */
export interface RecordResult extends ActResult {
  /** Of the document in force afterwards; in a dry run, the one that it would get. */
  readonly version: number;
}

/**
 * Puts a document in force, unless it is.
 *
 * @throws SuiteError `refused/<custom-error>`, those of `sendTransaction`.
 */
export async function recordDocument(
  sending: Sending,
  record: ContractsRecord,
  { kind, subject, digest, uri }: DocumentDraft,
  { dryRun }: { readonly dryRun: boolean },
): Promise<RecordResult> {
  const { provider } = sending;
  const inForce = await readDocument(provider, record, kind, subject.id);
  const isInForce = inForce?.digest === digest;
  const history = isInForce ? await documentHistory(provider, record, kind, subject.id) : [];
  const version = (inForce?.version ?? 0) + (isInForce ? 0 : 1);
  const abi = suiteInterface("OperationsLog");
  const data =
    kind === "LegalApproval"
      ? abi.encodeFunctionData("recordLegalApproval", [subject.id, digest, uri])
      : abi.encodeFunctionData("recordDocument", [documentKinds.indexOf(kind), subject.id, digest, uri]);
  const result = await actOnce(
    sending,
    {
      key: `document:${kind}:${subject.id}:${digest}:${String(version)}`,
      action: "The record",
      to: record.contracts.OperationsLog.address,
      data,
    },
    { dryRun, done: history.at(-1) },
  );
  return { ...result, version };
}

/**
 * Refuses an address that the contract would refuse.
 *
 * @throws SuiteError `input/uri`.
 */
export function requireUri(uri: string): void {
  const length = Buffer.byteLength(uri, "utf8");
  if (length <= MAX_URI) return;
  throw new SuiteError({
    code: "input/uri",
    message: `The address of the document has ${String(length)} bytes; ${String(MAX_URI)} are the most.`,
    hint: "Give a shorter one, or none.",
    details: { length, maximum: MAX_URI },
  });
}
