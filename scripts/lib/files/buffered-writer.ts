import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";

const BUFFER_BYTES = 1 << 20;

/** What was written. */
export interface WrittenFile {
  readonly bytes: number;
  /** 0x-hex. */
  readonly sha256: string;
}

export interface WriterOptions {
  /** Begins anew a file that is there, instead of refusing it. */
  readonly replace?: boolean;
  /** Others may read the file too. */
  readonly shared?: boolean;
}

/** Writes a new file that only its owner can read, in large pieces, and hashes it on the way. */
export class BufferedWriter {
  readonly #file: number;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  readonly #hash = createHash("sha256");
  #filled = 0;
  #bytes = 0;

  /** @throws When the file exists and is not to be replaced. */
  constructor(path: string, { replace = false, shared = false }: WriterOptions = {}) {
    this.#file = openSync(path, replace ? "w" : "wx", shared ? 0o644 : 0o600);
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === "string" ? Buffer.from(data, "utf8") : data;
    if (bytes.length > BUFFER_BYTES - this.#filled) this.#flush();
    if (bytes.length > BUFFER_BYTES) {
      this.#put(bytes);
      return;
    }
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
    this.#put(this.#buffer.subarray(0, this.#filled));
    this.#filled = 0;
  }

  #put(piece: Uint8Array): void {
    this.#hash.update(piece);
    for (let done = 0; done < piece.length;) done += writeSync(this.#file, piece, done);
    this.#bytes += piece.length;
  }
}
