import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";

const BUFFER_BYTES = 1 << 20;

/** What was written. */
export interface WrittenFile {
  readonly bytes: number;
  /** 0x-hex. */
  readonly sha256: string;
}

/** Writes a new file that only its owner can read, in large pieces, and hashes it on the way. */
export class BufferedWriter {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  readonly #hash = createHash("sha256");
  #filled = 0;
  #bytes = 0;

  /** @throws When the file exists. */
  constructor(path: string) {
    this.#file = openSync(path, "wx", 0o600);
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
    if (bytes.length > BUFFER_BYTES - this.#filled) this.#flush();
    if (bytes.length > BUFFER_BYTES) throw new RangeError(`${bytes.length} bytes in one piece`);
    this.#buffer.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** Returns only when all of it is on the disk. */
  finish(): WrittenFile {
    this.#flush();
    fsyncSync(this.#file);
    this.close();
    return { bytes: this.#bytes, sha256: `0x${this.#hash.digest("hex")}` };
  }

  /** Gives up what was not written yet. */
  close(): void {
    closeSync(this.#file);
  }

  #flush(): void {
    const piece = this.#buffer.subarray(0, this.#filled);
    this.#hash.update(piece);
    for (let done = 0; done < piece.length;) done += writeSync(this.#file, piece, done);
    this.#bytes += piece.length;
    this.#filled = 0;
  }
}
