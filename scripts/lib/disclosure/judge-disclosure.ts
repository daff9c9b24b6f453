import { whyNoAuditKey } from "#lib/disclosure/audit-keys";
import { describeDisclosure, type DisclosureSubject, isDrawnBlindly } from "#lib/disclosure/describe-disclosure";
import {
  type DisclosureDescription,
  disclosureDescriptionSchema,
  disclosurePaths,
  disclosureSchemaFiles,
} from "#lib/disclosure/disclosure-format";
import { judgeRows } from "#lib/disclosure/judge-rows";
import { readRows } from "#lib/disclosure/read-rows";
import type { Identity } from "#lib/encryption/identity";
import { type BundleSource, openBag } from "#lib/evidence/bag";
import { decodeUtf8, parseCanonicalJson } from "#lib/evidence/canonical-json";
import { fileOf } from "#lib/evidence/chain-data";
import { judgeTags } from "#lib/evidence/judge-content";
import type { ProvenHistory } from "#lib/evidence/prove-history";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";
import type { Trust } from "#lib/evidence/trust";
import { toBytes, toCanonicalJson } from "#lib/files/canonical-json";

/** A disclosure to be judged beside its evidence. */
export interface GivenDisclosure {
  /** Folder of its bag. */
  readonly path: string;
  /** How many rows the auditor asked for; undefined when any selection will do. */
  readonly sample?: number | undefined;
  /** Opens rows that are encrypted. */
  readonly identity?: Identity | undefined;
}

/**
 * Holds a disclosure against what the evidence beside it has proven. The root, the event and the block that draws the sample
 * come from there; what the disclosure says of itself must follow from them.
 */
export async function judgeDisclosure(
  { path, sample, identity }: GivenDisclosure,
  proven: ProvenHistory | undefined,
  trust: Trust,
  ledger: ClaimLedger,
): Promise<void> {
  await ledger.attemptAsync("disclosure", async () => {
    const files = openBag(path);
    const { anchor } = requireHistory(proven).chain;
    const { number, timestamp } = anchor;
    judgeTags(files, { chainId: trust.chainId, from: number, to: number, timestamp }, ledger, "disclosure");
    const description = readDescription(files);
    const subject = findSubject(description, proven, trust);
    requireSame(describeDisclosure(subject, description.selection, description.encryptedTo), description);
    requireFiles(files, description);
    const { contract, sequence } = description.event;
    const { batchId, status } = subject.batch;
    ledger.prove("disclosure", `of batch ${batchId}, which was submitted and is now ${status}`, { contract, sequence });
    judgeSelection(description, subject, { asked: sample, anchorTime: timestamp }, ledger);
    judgeRecipients(description, proven, ledger);
    const rows = await ledger.attemptAsync("row", () => readRows(files, description, identity));
    if (rows !== undefined) judgeRows(rows, subject, description.selection, ledger);
  });
}

function readDescription(files: BundleSource): DisclosureDescription {
  const path = disclosurePaths.description;
  return parseCanonicalJson(decodeUtf8(fileOf(files, path), path), disclosureDescriptionSchema, path);
}

function requireHistory(proven: ProvenHistory | undefined): ProvenHistory {
  if (proven !== undefined) return proven;
  throw new ClaimError("the bundle beside it proves nothing that it could be held against", {}, "UNPROVEN");
}

function findSubject(
  { batch: { batchId } }: DisclosureDescription,
  proven: ProvenHistory | undefined,
  trust: Trust,
): DisclosureSubject {
  const views = requireHistory(proven).views;
  if (views === undefined || trust.contracts["DistributionLedger"] === undefined) {
    throw new ClaimError("the bundle beside it proves no batches", {}, "UNPROVEN");
  }
  const batch = views.registers.batches.find((item) => item.batchId === batchId);
  if (batch === undefined) throw new ClaimError(`nobody submitted a batch ${batchId}`);
  return { chainId: trust.chainId, anchor: trust.anchor, batch };
}

/** Every field but the selection follows from the chain. */
function requireSame(expected: DisclosureDescription, found: DisclosureDescription): void {
  for (const name of Object.keys(expected) as (keyof DisclosureDescription)[]) {
    const [said, due] = [found[name], expected[name]].map(toCanonicalJson);
    if (said !== due)
      throw new ClaimError(`${disclosurePaths.description} says ${name} ${said ?? ""}, it is ${due ?? ""}`);
  }
}

/** Nothing lies in the bag besides what a disclosure has, and its schemas are ours. */
function requireFiles(files: BundleSource, { encryptedTo }: DisclosureDescription): void {
  const schemas = disclosureSchemaFiles();
  for (const [path, text] of schemas) {
    if (Buffer.compare(fileOf(files, path), toBytes(text)) !== 0) throw new ClaimError(`${path} is not the schema`);
  }
  const rows = encryptedTo === null ? disclosurePaths.rows : disclosurePaths.encryptedRows;
  const known = new Set<string>([disclosurePaths.description, rows, ...schemas.keys()]);
  const stranger = [...files.keys()].find((path) => path.startsWith("data/") && !known.has(path));
  if (stranger !== undefined) throw new ClaimError(`${stranger} does not belong to a disclosure`);
}

/** That rows which are encrypted are so to keys which auditors have on record. */
function judgeRecipients(
  { encryptedTo }: DisclosureDescription,
  proven: ProvenHistory | undefined,
  ledger: ClaimLedger,
): void {
  const keys = proven?.views?.registers.keyRotations ?? [];
  for (const recipient of encryptedTo ?? []) {
    const reason = whyNoAuditKey(recipient, keys);
    if (reason === null) ledger.prove("disclosure", `is said to be encrypted to the audit key ${recipient}, on record`);
    else ledger.fail("disclosure", `is encrypted to somebody else: ${reason}`);
  }
}

/** That the rows were chosen as the auditor asked, by a block that nobody knew when the batch was made. */
function judgeSelection(
  { selection }: DisclosureDescription,
  { batch }: DisclosureSubject,
  { asked, anchorTime }: { readonly asked: number | undefined; readonly anchorTime: number },
  ledger: ClaimLedger,
): void {
  if (selection.kind === "row") {
    if (asked !== undefined) ledger.fail("sample", `is one row, asked was for a sample of ${asked}`);
    return;
  }
  const { size } = selection;
  if (asked !== undefined && asked !== size) ledger.fail("sample", `is a sample of ${size}, asked was for ${asked}`);
  if (size > batch.terms.count) throw new ClaimError(`is a sample of ${size} of ${batch.terms.count} rows`);
  if (!isDrawnBlindly(batch, anchorTime)) {
    ledger.fail("sample", "the batch was submitted in the very block that draws the sample");
  }
}
