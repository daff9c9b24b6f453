import { closeSync, openSync, readSync } from "node:fs";

import type { RowSecret } from "#lib/batch/row";
import { word, WORD } from "#lib/batch/row";
import { BufferedWriter } from "#lib/files/buffered-writer";

/** A row that passed, without its identifier and before it has a salt and a place. */
export interface StoredRow extends Omit<RowSecret, "salt"> {
  readonly amount: bigint;
  /** Of the payout file. */
  readonly line: number;
}

const LINE_BYTES = 6;
const RECORD_BYTES = 4 * WORD + LINE_BYTES;

/** Rows on the disk while a batch is built, found again by their number: memory does not grow with them. */
export class RowStore {
  readonly #path: string;
  readonly #writer: BufferedWriter;
  readonly #record = Buffer.alloc(RECORD_BYTES);
  #file: number | undefined;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
    this.#writer = new BufferedWriter(path);
  }

  get count(): number {
    return this.#count;
  }

  append({ pseudonym, identityProof, eligibilityProof, amount, line }: StoredRow): void {
    const record = this.#record;
    record.set(pseudonym, 0);
    record.set(identityProof, WORD);
    record.set(eligibilityProof, 2 * WORD);
    record.set(word(amount), 3 * WORD);
    record.writeUIntBE(line, 4 * WORD, LINE_BYTES);
    this.#writer.write(record);
    this.#count++;
  }

  /** Ends writing; from now on rows can be read. */
  seal(): void {
    this.#writer.finish();
    this.#file = openSync(this.#path, "r");
  }

  read(number: number): StoredRow {
    if (this.#file === undefined) throw new Error("rows are read before they are sealed");
    const record = Buffer.alloc(RECORD_BYTES);
    const length = readSync(this.#file, record, 0, RECORD_BYTES, number * RECORD_BYTES);
    if (length !== RECORD_BYTES) throw new RangeError(`no row ${number}`);
    return {
      pseudonym: record.subarray(0, WORD),
      identityProof: record.subarray(WORD, 2 * WORD),
      eligibilityProof: record.subarray(2 * WORD, 3 * WORD),
      amount: BigInt(`0x${record.toString("hex", 3 * WORD, 4 * WORD)}`),
      line: record.readUIntBE(4 * WORD, LINE_BYTES),
    };
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
