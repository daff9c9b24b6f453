import type { Fail } from "#lib/evidence/council-act";
import type { DescribedEvent } from "#lib/evidence/describe-event";
import type { Step } from "#lib/evidence/replay";
import { ClaimError, type ClaimLedger } from "#lib/evidence/report";

/** An event that this verifier knows, where it stands. */
export type JudgedStep = Extract<Step, { kind: "event" }> & { readonly described: DescribedEvent };

/** Judges the events of a register one by one, and makes one claim of all that are legal: there may be millions. */
export class Tally {
  readonly #ledger: ClaimLedger;
  readonly #claim: string;
  readonly #legal = new Map<string, number>();

  constructor(ledger: ClaimLedger, claim: string) {
    this.#ledger = ledger;
    this.#claim = claim;
  }

  /** @param check What is wrong with the event, thrown or returned; null for nothing. */
  judge({ line, described }: JudgedStep, subject: string, check: (fail: Fail) => string | null): void {
    const { contract, sequence } = line;
    const fail: Fail = (reason) => {
      throw new ClaimError(`${described.name} ${subject}: ${reason}`, { contract, sequence });
    };
    this.#ledger.attempt(this.#claim, () => {
      const wrong = check(fail);
      if (wrong !== null) fail(wrong);
      this.#legal.set(described.name, (this.#legal.get(described.name) ?? 0) + 1);
    });
  }

  /** A check of something else than an event. */
  attempt(check: () => void): void {
    this.#ledger.attempt(this.#claim, check);
  }

  /** @param words What was legal about them. */
  conclude(words: string): void {
    const counted = [...this.#legal].map(([name, count]) => `${count} ${name}`).join(", ");
    this.#ledger.prove(this.#claim, `${words}: ${counted === "" ? "nothing happened" : counted}`);
  }

  /** What nothing but somebody's word supports. */
  admit(words: string): void {
    this.#ledger.prove(this.#claim, words);
  }
}
