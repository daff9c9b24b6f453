import { hash } from "node:crypto";

import { KeyColumn } from "#lib/batch/key-column";
import type { ManifestRow } from "#lib/batch/manifest";
import type { RefusalLog, RefusalReason } from "#lib/batch/refusals";
import { toHex } from "#lib/batch/row";
import type { RowStore, StoredRow } from "#lib/batch/row-store";

type Field = "pseudonym" | "identityProof";

/** What may be there once only: in a file, and in a programme's period. */
const ONCE = [
  { field: "pseudonym", here: "repeated-beneficiary", earlier: "beneficiary-paid-earlier" },
  { field: "identityProof", here: "repeated-identity-proof", earlier: "identity-proof-used-earlier" },
] as const satisfies readonly { field: Field; here: RefusalReason; earlier: RefusalReason }[];

/**
 * Finds persons who would be paid twice: by their pseudonym, and, when somebody has two identifiers, by their proof of
 * identity. Sixteen bytes a row in memory; the rows themselves stay on the disk.
 */
export class DuplicateFinder {
  readonly #rows: RowStore;
  readonly #refusals: RefusalLog;
  readonly #columns = { pseudonym: new KeyColumn(), identityProof: new KeyColumn() };

  constructor(rows: RowStore, refusals: RefusalLog) {
    this.#rows = rows;
    this.#refusals = refusals;
  }

  /** Notes the next row of the store. */
  append(row: StoredRow): void {
    for (const { field } of ONCE) this.#columns[field].append(spread(row[field]));
  }

  /** Refuses every row that repeats an earlier line. The store is sealed. */
  findRepeated(): void {
    for (const { field, here } of ONCE) {
      for (const group of this.#columns[field].collisions()) {
        const lines = new Map<string, number>();
        for (const row of group.map((number) => this.#rows.read(number))) {
          const value = toHex(row[field]);
          const repeats = lines.get(value);
          if (repeats === undefined) lines.set(value, row.line);
          else this.#refusals.add({ line: row.line, reason: here, repeats });
        }
      }
    }
  }

  /** Refuses rows that have what a row of an earlier batch has. */
  findEarlier(batch: string, earlier: ManifestRow): void {
    for (const { field, earlier: reason } of ONCE) {
      const value = earlier[field];
      for (const number of this.#columns[field].candidates(spread(value))) {
        const row = this.#rows.read(number);
        if (Buffer.compare(value, row[field]) === 0) this.#refusals.add({ line: row.line, reason, batch });
      }
    }
  }
}

/** Hashed, because whoever makes references could let all of them begin alike. */
function spread(value: Uint8Array): Buffer {
  return hash("sha256", value, "buffer");
}
