import { createHash } from "node:crypto";

import { fromHex } from "#lib/batch/row";
import { SuiteError } from "#lib/errors/suite-error";
import { parseInteger } from "#lib/input/parse-integer";

/** Name of the algorithm, and domain tag of its seed: another way to draw has another name. */
export const SAMPLE_ALGORITHM = "sign.sample.v1";

/** More rows than this say no more about a batch than the whole of it would. */
export const MAX_SAMPLE = 10_000;

const WORD_BYTES = 8;
const WORD_RANGE = 1n << 64n;

/** What a sample is drawn from, and by what. */
export interface SampleOrder {
  /** Hash of the block that the auditor trusts. Nobody knew it when the batch was submitted. */
  readonly anchorHash: string;
  /** Hash of the terms of the batch, its root and its number of rows among them. */
  readonly batchId: string;
  /** Rows of the batch. */
  readonly count: number;
  /** How many of them; at most `count`. */
  readonly size: number;
}

/**
 * Draws rows of a batch, each with the same chance, none twice, in a way that whoever has the anchor can repeat:
 *
 * - seed = SHA-256("sign.sample.v1" ‖ anchor hash ‖ batch id)
 * - word n = the first 8 bytes of SHA-256(seed ‖ n as 8 bytes), for n = 0, 1, 2, …; all numbers big-endian
 * - a word that is not below the largest multiple of `count` within 2⁶⁴ is passed over: its remainders would favour the
 *   first rows
 * - the remainder by `count` is the next row, unless it was drawn before
 *
 * The size is not in the seed: a larger sample holds the smaller one, so that no choice of a size changes what is drawn.
 *
 * @returns Indexes in the order in which they are drawn.
 */
export function drawSample({ anchorHash, batchId, count, size }: SampleOrder): number[] {
  if (size > count) throw new RangeError(`${size} of ${count} rows`);
  const seed = sha256(Buffer.from(SAMPLE_ALGORITHM), fromHex(anchorHash), fromHex(batchId));
  const rows = BigInt(count);
  const fair = WORD_RANGE - (WORD_RANGE % rows);
  const drawn = new Set<number>();
  for (let number = 0n; drawn.size < size; number++) {
    const counter = Buffer.alloc(WORD_BYTES);
    counter.writeBigUInt64BE(number);
    const word = sha256(seed, counter).readBigUInt64BE();
    if (word < fair) drawn.add(Number(word % rows));
  }
  return [...drawn];
}

/**
 * How many rows somebody wants.
 *
 * @throws SuiteError `input/integer`, `input/sample-size`.
 */
export function parseSampleSize(value: string): number {
  const size = Number(parseInteger(value, "--sample"));
  if (size > 0) return size;
  throw new SuiteError({
    code: "input/sample-size",
    message: "A sample of no rows says nothing.",
    hint: "Ask for one row at least.",
    details: { size },
  });
}

function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}
