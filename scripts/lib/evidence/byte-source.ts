/** Bytes that come in pieces, taken in the portions that somebody needs. */
export class ByteSource {
  readonly #pieces: Iterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next bytes, without taking them; fewer than asked for only at the end. */
  peek(length: number): Uint8Array {
    while (this.#rest.length < length) {
      const next = this.#pieces.next();
      if (next.done === true) break;
      this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value]);
    }
    return this.#rest.subarray(0, length);
  }

  /** The next bytes; fewer than asked for only at the end. */
  take(length: number): Uint8Array {
    const bytes = this.peek(length);
    this.#rest = this.#rest.subarray(bytes.length);
    return bytes;
  }

  /** Whether nothing is left. */
  get ended(): boolean {
    return this.peek(1).length === 0;
  }

  /** Gives back what the pieces came from. */
  close(): void {
    this.#pieces.return?.();
  }
}
