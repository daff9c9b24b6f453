import { z } from "zod";

import { type BundleSource, piecesOf } from "#lib/evidence/bag";
import { bundlePaths } from "#lib/evidence/format";
import { hexBytes, digest } from "#lib/evidence/format-values";
import { ClaimError } from "#lib/evidence/report";
import type { BlockRange } from "#lib/evidence/segments";
import type { JsonValue } from "#lib/files/canonical-json";

const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);

/**
 * As much of an event's line as its chain needs. That the rest has its form follows when the line is compared with what the
 * receipts prove, byte for byte.
 */
const chainedLineSchema = z.object({
  contract: z.string(),
  address: z.string(),
  sequence: z.int().positive(),
  blockNumber: z.int().nonnegative(),
  topics: z.array(digest).min(1).max(4),
  data: hexBytes,
  head: digest,
  event: z.object({ name: z.string(), args: z.record(z.string(), z.custom<JsonValue>()) }).nullable(),
});

export type ChainedLine = z.output<typeof chainedLineSchema>;

/**
 * The events of a bundle, as it tells them.
 *
 * @throws ClaimError when a file does not hold lines of events.
 */
export function* eventLinesOf(
  files: BundleSource,
  segments: readonly BlockRange[],
): Generator<ChainedLine, void, undefined> {
  for (const { from, to } of segments) {
    const path = bundlePaths.events(from, to);
    let number = 0;
    for (const bytes of linesOf(piecesOf(files, path), path)) {
      number += 1;
      yield parseLine(bytes, `${path} line ${number}`);
    }
  }
}

/** Lines without their ends; a piece may end anywhere. */
function* linesOf(pieces: Iterable<Uint8Array>, path: string): Generator<Buffer, void, undefined> {
  let rest = NOTHING;
  for (const piece of pieces) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end);
      yield rest.length === 0 ? line : Buffer.concat([rest, line]);
      rest = NOTHING;
      start = end + 1;
    }
    rest = Buffer.concat([rest, bytes.subarray(start)]);
  }
  if (rest.length > 0) throw new ClaimError(`${path} does not end with a newline`);
}

function parseLine(bytes: Buffer, where: string): ChainedLine {
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new ClaimError(`${where} is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const checked = chainedLineSchema.safeParse(parsed);
  if (checked.success) return checked.data;
  throw new ClaimError(
    `${where} does not have the expected form: ${z.prettifyError(checked.error).replaceAll("\n", " ")}`,
  );
}
