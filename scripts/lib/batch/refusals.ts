import { existsSync, rmSync } from "node:fs";

import { toCanonicalJson } from "#lib/files/canonical-json";
import { BufferedWriter } from "#lib/files/buffered-writer";

/** How many refusals a person is shown; the file has them all. */
const SHOWN = 20;

/** Why a row, or a whole file, is refused. Nothing here can hold what a cell of the file holds. */
export type RefusalReason =
  /** Not the columns of a payout file, broken quotes, no JSON, too long. */
  | "malformed"
  /** An identifier that is not spelled as the rule set demands. */
  | "identifier-form"
  /** A reference that is not a digest of 32 bytes. */
  | "reference-form"
  /** A reference that is a plain hash of the identifier, which anybody can try out. */
  | "reference-reveals-identifier"
  /** Not a positive integer of at most 128 bits. */
  | "amount-form"
  | "over-row-maximum"
  | "repeated-beneficiary"
  | "repeated-identity-proof"
  /** In another batch of the same programme and period. */
  | "beneficiary-paid-earlier"
  | "identity-proof-used-earlier"
  | "rows-differ-from-control"
  | "total-differs-from-control"
  | "over-period-rows"
  | "over-period-amount";

export interface Refusal {
  /** Of the payout file; null for what is about all of it. */
  readonly line: number | null;
  readonly reason: RefusalReason;
  /** Column that is meant. */
  readonly field?: string;
  /** Line that has the same beneficiary or proof. */
  readonly repeats?: number;
  /** Batch that has the same beneficiary or proof. */
  readonly batch?: string;
  /** Sums, in decimal. */
  readonly allowed?: string;
  readonly found?: string;
}

/** Keeps the first refusals and counts all; all are written to a file, which exists only when there are any. */
export class RefusalLog {
  readonly path: string;
  readonly first: Refusal[] = [];
  readonly #counts = new Map<RefusalReason, number>();
  #writer: BufferedWriter | undefined;
  #total = 0;

  /** @param path What an earlier run left there is removed. */
  constructor(path: string) {
    this.path = path;
    if (existsSync(path)) rmSync(path);
  }

  get total(): number {
    return this.#total;
  }

  /** By reason, the reasons in the order in which they came up. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  add(refusal: Refusal): void {
    this.#writer ??= new BufferedWriter(this.path);
    this.#writer.write(`${toCanonicalJson(refusal)}\n`);
    this.#total++;
    this.#counts.set(refusal.reason, (this.#counts.get(refusal.reason) ?? 0) + 1);
    if (this.first.length < SHOWN) this.first.push(refusal);
  }

  /** Puts everything on the disk. */
  finish(): void {
    this.#writer?.finish();
    this.#writer = undefined;
  }
}

/** One line for a person. */
export function describeRefusal({ line, reason, field, repeats, batch, allowed, found }: Refusal): string {
  const parts = [
    reason,
    ...(field === undefined ? [] : [`in ${field}`]),
    ...(repeats === undefined ? [] : [`as line ${repeats}`]),
    ...(batch === undefined ? [] : [`in batch ${batch}`]),
    ...(found === undefined ? [] : [`(${found}, allowed ${allowed ?? "?"})`]),
  ];
  return `${line === null ? "file" : `line ${line}`}: ${parts.join(" ")}`;
}
