/** What a `ConversionAttested` says. */
export interface Attestation {
  readonly id: string;
  readonly operator: string;
  readonly entity: number;
  /** Hash of what is said, and by which function. */
  readonly statement: string;
  readonly complete: boolean;
}

/** Who made a statement, and for whom. */
export type Witness = Pick<Attestation, "operator" | "entity">;

/** A statement that two entities have made, and the transaction in which the second did. */
interface Completed {
  readonly id: string;
  readonly statement: string;
  readonly transactionHash: string;
  readonly entities: readonly [number, number];
}

/** Who said what of conversions, paired as `Attestations.sol` pairs them. */
export class AttestationReplay {
  readonly #first = new Map<string, Witness>();
  #completed: Completed | null = null;

  /**
   * Takes note of a statement; says what is wrong with it, null for nothing.
   *
   * @param maySpeak Whether somebody is bound to the entity, holds the role and is a usable key, now.
   */
  attest(attestation: Attestation, transactionHash: string, maySpeak: (witness: Witness) => boolean): string | null {
    const { id, operator, entity, statement, complete } = attestation;
    const key = `${id}|${statement}`;
    const first = this.#first.get(key);
    // What a stolen key said dies with the key's role, or with the report that it is stolen.
    const standing = first !== undefined && maySpeak(first) ? first : undefined;
    if (standing === undefined) this.#first.set(key, { operator, entity });
    const unheeded = this.#completed;
    if (complete) {
      this.#completed = { id, statement, transactionHash, entities: [standing?.entity ?? 0, entity] };
    }
    if (unheeded !== null) return `follows a statement about ${unheeded.id} that has had no effect`;
    if (!maySpeak({ operator, entity })) {
      return `${operator} is no bridge operator of entity ${entity} with a usable key`;
    }
    if (standing?.entity === entity) return `both statements are of entity ${entity}`;
    if (complete === (standing !== undefined)) return null;
    return complete ? "is called complete without a first statement that stands" : "completes a statement unsaid";
  }

  /** What was said twice and has not had its effect yet; null for nothing. */
  get open(): Completed | null {
    return this.#completed;
  }

  abandon(): void {
    this.#completed = null;
  }

  /** The effect of what was said twice: says what is wrong with it, null for nothing. */
  take(id: string, statement: string, transactionHash: string): string | null {
    const completed = this.#completed;
    this.#completed = null;
    if (completed?.id !== id || completed.transactionHash !== transactionHash) return "no two entities attest it";
    return completed.statement === statement ? null : "is not what two entities attest";
  }
}
