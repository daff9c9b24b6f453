import { createReadStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import { parse, type CsvError } from "csv-parse";

import { SuiteError } from "#lib/errors/suite-error";
import { readLines } from "#lib/files/read-lines";

/** What a payout file says of a row, and all that it may say: what nobody needs is not collected. */
export const COLUMNS = ["id", "amount", "identityProof", "eligibilityProof"] as const;

export type PayoutRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

export type PayoutFormat = "csv" | "ndjson";

/** Gets what a payout file holds, in its order. */
export interface PayoutReader {
  readonly row: (line: number, row: PayoutRow) => void;
  /** What is no row. Nothing of it is handed over: it may hold anything. */
  readonly malformed: (line: number) => void;
  /** Bytes read so far. */
  readonly progress: (bytes: number) => void;
}

/** Bytes of the longest row; an open quote cannot swallow the file. */
const MAX_ROW = 4096;

/** `"` of a JSON row: four names and four values, none of which contains one. A name that stands there twice has more. */
const QUOTES_OF_ROW = 4 * COLUMNS.length;

export function formatOf(path: string): PayoutFormat {
  if (path.endsWith(".csv")) return "csv";
  if (path.endsWith(".ndjson") || path.endsWith(".jsonl")) return "ndjson";
  throw new SuiteError({
    code: "input/payout-format",
    message: `${path} is neither CSV nor NDJSON by its name.`,
    hint: "Name it .csv or .ndjson.",
    details: { path },
  });
}

/** Bytes of a payout file. @throws SuiteError `input/file-unreadable`. */
export function payoutSize(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() === true) return stat.size;
  throw new SuiteError({
    code: "input/file-unreadable",
    message: `${path} is no file.`,
    hint: "Check the path and its permissions.",
    details: { path },
  });
}

/**
 * Streams a payout file: CSV (RFC 4180) with the names of the columns in its first line, or NDJSON.
 *
 * A parser's message quotes what it could not read, and that may be an identifier: none is passed on.
 *
 * @throws SuiteError `input/payout-columns`, `input/payout-quote`.
 */
export async function readPayoutFile(path: string, format: PayoutFormat, reader: PayoutReader): Promise<void> {
  if (format === "ndjson") readNdjson(path, reader);
  else await readCsv(path, reader);
}

async function readCsv(path: string, reader: PayoutReader): Promise<void> {
  let places: readonly number[] | undefined;
  const take = (cells: readonly string[], line: number): void => {
    if (places === undefined) places = placesOf(cells, path);
    else if (cells.length === COLUMNS.length) reader.row(line, rowOf(cells, places));
    else reader.malformed(line);
  };
  const skip = (error: CsvError | undefined): undefined => {
    if (error?.code === "CSV_MAX_RECORD_SIZE" || places === undefined) throw openQuote(path, error);
    reader.malformed(lineOf(error));
    return undefined;
  };
  const parser = parse({
    bom: true,
    relax_column_count: true,
    max_record_size: MAX_ROW,
    skip_records_with_error: true,
    on_skip: skip,
    // Handed over here, nothing waits in a queue of objects.
    on_record: (cells: readonly string[], { lines }) => {
      take(cells, lines);
      return undefined;
    },
  });
  const source = createReadStream(path);
  source.on("data", () => {
    reader.progress(source.bytesRead);
  });
  parser.resume();
  await pipeline(source, parser);
  if (places === undefined) throw wrongColumns(path);
}

function readNdjson(path: string, reader: PayoutReader): void {
  let bytes = 0;
  const lines = readLines(path, MAX_ROW, (chunk) => {
    reader.progress((bytes += chunk.length));
  });
  for (const { number, text } of lines) {
    const row = text === undefined ? undefined : parseRow(text);
    if (row === undefined) reader.malformed(number);
    else reader.row(number, row);
  }
}

function parseRow(text: string): PayoutRow | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const isRow =
    Object.keys(value).length === COLUMNS.length &&
    COLUMNS.every((name) => typeof (value as Record<string, unknown>)[name] === "string") &&
    text.split('"').length - 1 === QUOTES_OF_ROW;
  return isRow ? (value as PayoutRow) : undefined;
}

function placesOf(header: readonly string[], path: string): readonly number[] {
  const places = COLUMNS.map((name) => header.indexOf(name));
  if (header.length !== COLUMNS.length || places.includes(-1)) throw wrongColumns(path);
  return places;
}

function rowOf(cells: readonly string[], places: readonly number[]): PayoutRow {
  const cell = (column: number): string => cells[places[column] ?? -1] ?? "";
  return { id: cell(0), amount: cell(1), identityProof: cell(2), eligibilityProof: cell(3) };
}

function lineOf(error: CsvError | undefined): number {
  const line: unknown = error?.["lines"];
  return typeof line === "number" ? line : 0;
}

function wrongColumns(path: string): SuiteError {
  return new SuiteError({
    code: "input/payout-columns",
    message: `The first line of ${path} does not name the columns of a payout file.`,
    hint: `Name exactly these, in any order: ${COLUMNS.join(",")}.`,
    details: { path, columns: COLUMNS },
  });
}

function openQuote(path: string, error: CsvError | undefined): SuiteError {
  return new SuiteError({
    code: "input/payout-quote",
    message: `${path} cannot be read on from about line ${lineOf(error)}: a row does not end within ${MAX_ROW} bytes, or the first line is broken.`,
    hint: "Look for a quote that is not closed.",
    details: { path, line: lineOf(error) },
  });
}
