import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { type LocalBatch, requireSameTerms } from "#lib/batch/batch-reference";
import type { DisclosedRow } from "#lib/batch/disclosure";
import type { RowsRequest } from "#lib/batch/jobs";
import { requireIndex } from "#lib/batch/prove-row";
import { shredded } from "#lib/batch/salts";
import type { Reporter } from "#lib/console/reporter";
import { requireAuditKeys } from "#lib/disclosure/audit-keys";
import {
  describeDisclosure,
  type DisclosureSubject,
  isDrawnBlindly,
  selectedRows,
} from "#lib/disclosure/describe-disclosure";
import { disclosurePaths, disclosureSchemaFiles, type Selection } from "#lib/disclosure/disclosure-format";
import { type BundleOfBatches, readBundleOfBatches } from "#lib/disclosure/bundle-of-batches";
import { MAX_SAMPLE } from "#lib/disclosure/sample";
import { encryptBytes } from "#lib/encryption/age";
import type { Recipient } from "#lib/encryption/recipients";
import { SuiteError } from "#lib/errors/suite-error";
import { entriesOf, tagFiles, writeFiles } from "#lib/evidence/bag";
import type { BatchLine } from "#lib/evidence/distribution-format";
import type { KeyLine } from "#lib/evidence/key-format";
import type { Trust } from "#lib/evidence/trust";
import { toBytes, toCanonicalJson, toNdjson } from "#lib/files/canonical-json";

export interface DisclosureOrder {
  /** Whose salts are at hand. */
  readonly local: LocalBatch;
  /** Folder to make; must not exist, or be empty. */
  readonly target: string;
  /** Folder of the evidence beside which the disclosure will be read: it knows the batch and its event. */
  readonly bundle: string;
  /** Whose anchor draws the sample. */
  readonly trust: Trust;
  readonly selection: Selection;
  /** Audit keys that alone can read the rows; none for rows that lie open. */
  readonly recipients: readonly Recipient[];
  /** Selects and shows, and opens nothing. */
  readonly dryRun: boolean;
  readonly reporter: Reporter;
  /** Reads rows with their salts: a batch may be large. */
  readonly openRows: (request: RowsRequest) => Promise<readonly DisclosedRow[]>;
}

export interface DisclosureResult {
  /** Null when nothing was written. */
  readonly bag: string | null;
  readonly batchId: string;
  /** Indexes of the rows, ascending. */
  readonly rows: readonly number[];
  /** Those whose salt was destroyed: nobody can tell any more whose they were. */
  readonly shredded: readonly number[];
}

/**
 * Lays one row of a batch open, or a sample that the trusted block draws, in a bag of its own.
 *
 * @throws SuiteError `input/target-not-empty`, `input/bundle`, `input/unknown-batch`, `input/row-index`, `input/sample-size`,
 * `refused/anchor-too-early`, `refused/no-audit-key`, `refused/row-shredded`, `conflict/anchor-differs`,
 * `conflict/batch-terms`, those of the batch.
 */
export async function discloseBatch(order: DisclosureOrder): Promise<DisclosureResult> {
  const { local, trust, selection, dryRun, reporter } = order;
  const target = resolve(order.target);
  requireFreeTarget(target);
  const bundle = readBundleOfBatches(order.bundle, trust);
  const batch = findBatch(bundle, local);
  if (order.recipients.length > 0) requireAuditKeys(order.recipients, keysOf(bundle, order.bundle));
  requirePossible(selection, batch, bundle.timestamp);
  const subject = { chainId: trust.chainId, anchor: trust.anchor, batch };
  const indexes = selectedRows(subject, selection);
  const result = { batchId: batch.batchId, rows: indexes };
  reporter.step(`Rows ${indexes.join(", ")} of batch ${batch.batchId}`);
  if (dryRun) return { ...result, bag: null, shredded: [] };
  const rows = await order.openRows({ folder: local.folder, indexes });
  const lost = rows.filter(({ schema }) => schema === "sign.batch-row-shredded.v1").map(({ index }) => index);
  if (selection.kind === "row" && lost.length > 0) throw shredded(local.folder, selection.index);
  if (lost.length > 0) {
    reporter.warn(`The salts of rows ${lost.join(", ")} were destroyed: the verdict on them will be UNPROVEN.`);
  }
  writeBag(target, await filesOf(subject, order, rows), { ...bundle, trust });
  return { ...result, bag: target, shredded: lost };
}

async function filesOf(
  subject: DisclosureSubject,
  { selection, recipients }: DisclosureOrder,
  rows: readonly DisclosedRow[],
): Promise<Map<string, Uint8Array>> {
  const files = new Map([...disclosureSchemaFiles()].map(([path, text]) => [path, toBytes(text)]));
  const text = toBytes(toNdjson(rows));
  const isOpen = recipients.length === 0;
  const description = describeDisclosure(subject, selection, isOpen ? null : recipients);
  files.set(disclosurePaths.description, toBytes(toCanonicalJson(description)));
  if (isOpen) files.set(disclosurePaths.rows, text);
  else files.set(disclosurePaths.encryptedRows, await encryptBytes(text, recipients));
  return files;
}

/** A reader sees the whole bag or none; nobody but its owner can read it. */
function writeBag(
  target: string,
  files: ReadonlyMap<string, Uint8Array>,
  { trust, timestamp }: { readonly trust: Trust; readonly timestamp: number },
): void {
  const growing = join(dirname(target), `.${basename(target)}.partial`);
  rmSync(growing, { recursive: true, force: true });
  mkdirSync(growing, { recursive: true, mode: 0o700 });
  const { blockNumber } = trust.anchor;
  const info = { chainId: trust.chainId, from: blockNumber, to: blockNumber, timestamp };
  writeFiles(growing, files);
  writeFiles(growing, tagFiles(entriesOf(files, [...files.keys()]), info));
  renameSync(growing, target);
}

function keysOf({ keys }: BundleOfBatches, path: string): readonly KeyLine[] {
  if (keys !== undefined) return keys;
  throw new SuiteError({
    code: "input/bundle",
    message: `${path} is narrowed and tells of no keys.`,
    hint: "Take a whole bundle: it says which audit keys are on record.",
  });
}

function findBatch({ batches }: BundleOfBatches, { summary, folder }: LocalBatch): BatchLine {
  const batch = batches.find(({ terms }) => terms.root === summary.root);
  if (batch === undefined) {
    throw new SuiteError({
      code: "input/unknown-batch",
      message: `The bundle knows no batch with the root of ${folder}.`,
      hint: "Export the evidence after the batch was submitted.",
      details: { folder, root: summary.root },
    });
  }
  const { batchId: id, programId, terms } = batch;
  requireSameTerms(summary, { ...terms, id, programId }, folder);
  return batch;
}

function requirePossible(selection: Selection, batch: BatchLine, anchorTime: number): void {
  const { count } = batch.terms;
  if (selection.kind === "row") {
    requireIndex(selection.index, batch.terms);
    return;
  }
  if (selection.size > count || selection.size > MAX_SAMPLE) {
    throw new SuiteError({
      code: "input/sample-size",
      message: `A sample of ${selection.size} cannot be drawn from ${count} rows.`,
      hint: `A sample has at most all rows of the batch, and at most ${MAX_SAMPLE}.`,
      details: { size: selection.size, count },
    });
  }
  if (isDrawnBlindly(batch, anchorTime)) return;
  throw new SuiteError({
    code: "refused/anchor-too-early",
    message: "The batch was submitted in the very block that is to draw the sample.",
    hint: "Take evidence and trust file of a later block: who makes a batch must not know what will be drawn.",
    details: { batchId: batch.batchId },
  });
}

function requireFreeTarget(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  throw new SuiteError({
    code: "input/target-not-empty",
    message: `${target} is not empty.`,
    hint: "Name a new folder; a disclosure is never written over.",
  });
}
