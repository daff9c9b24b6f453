import { closeSync, openSync, readSync } from "node:fs";

const CHUNK_BYTES = 1 << 18;
const NEWLINE = 0x0a;

/** A line, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Undefined for a line that is longer than it may be. */
  readonly text: string | undefined;
}

/**
 * Reads a file line by line in constant memory.
 *
 * @param maxLength Bytes; what a longer line holds is skipped.
 * @param onChunk Gets every piece of the file as it is read.
 */
export function* readLines(path: string, maxLength: number, onChunk?: (chunk: Buffer) => void): Generator<Line> {
  const file = openSync(path, "r");
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let tooLong = false;
    let number = 0;
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) {
      const read = chunk.subarray(0, length);
      onChunk?.(read);
      let start = 0;
      for (let end = read.indexOf(NEWLINE); end >= 0; end = read.indexOf(NEWLINE, start)) {
        const line = rest.length === 0 ? read.subarray(start, end) : Buffer.concat([rest, read.subarray(start, end)]);
        yield { number: ++number, text: tooLong || line.length > maxLength ? undefined : line.toString("utf8") };
        rest = Buffer.alloc(0);
        tooLong = false;
        start = end + 1;
      }
      tooLong ||= rest.length + length - start > maxLength;
      rest = tooLong ? Buffer.alloc(0) : Buffer.concat([rest, read.subarray(start)]);
    }
    if (rest.length > 0 || tooLong) yield { number: ++number, text: tooLong ? undefined : rest.toString("utf8") };
  } finally {
    closeSync(file);
  }
}
