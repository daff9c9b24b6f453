import type { SuiteContract } from "#lib/abi/suite-interface";
import type { Subject, SubjectKind } from "#lib/monitor/count-event";
import { seriesKey, type Increment } from "#lib/monitor/counters";

/** Blocks below the tip for which it is remembered what they added; a deeper reorganisation counts everything anew. */
export const REMEMBERED_BLOCKS = 256;

/** Where the evidence chain of a contract stands. */
export interface ChainHead {
  readonly head: string;
  /** How many events lead to it. */
  readonly sequence: number;
}

export type ChainHeads = Readonly<Record<SuiteContract, ChainHead>>;

/** Everything up to and including a block. `hash` is null where counting begins, which nothing reorganises. */
export interface Point {
  readonly number: number;
  readonly hash: string | null;
  readonly heads: ChainHeads;
}

/** What the blocks after the point before added, up to this one. */
export interface Segment extends Point {
  readonly hash: string;
  readonly increments: readonly (readonly [series: string, by: bigint])[];
  readonly subjects: readonly Subject[];
}

/** All of a {@link Tally}, as a checkpoint keeps it. */
export interface TallyState {
  readonly base: Point;
  readonly segments: readonly Segment[];
  readonly totals: readonly (readonly [series: string, total: bigint])[];
  readonly subjects: readonly Subject[];
  /** Up to this block the events were compared with the heads that the contracts hold. */
  readonly verifiedTo: number;
}

/**
 * What the events of the chain add up to. Blocks are added in segments; the last ones can be taken back, so that counters
 * are right after a reorganisation. Amounts are exact: integers in the smallest unit.
 */
export class Tally {
  #base: Point;
  #segments: Segment[] = [];
  #verifiedTo = 0;
  #totals = new Map<string, bigint>();
  #subjects = new Map<string, Subject>();

  constructor(state: TallyState) {
    this.#base = state.base;
    this.restore(state);
  }

  /** The last block that is counted. */
  get tip(): Point {
    return this.#segments.at(-1) ?? this.#base;
  }

  /** Blocks whose hashes are remembered, the latest first. */
  get points(): readonly Point[] {
    return [this.#base, ...this.#segments].reverse();
  }

  get verifiedTo(): number {
    return this.#verifiedTo;
  }

  get totals(): ReadonlyMap<string, bigint> {
    return this.#totals;
  }

  subjects(kind: SubjectKind): Subject[] {
    return [...this.#subjects.values()].filter((subject) => subject.kind === kind);
  }

  /** Adds blocks after the tip. */
  append(
    segment: Omit<Segment, "increments" | "subjects">,
    increments: readonly Increment[],
    subjects: readonly Subject[],
  ): void {
    const sums = new Map<string, bigint>();
    for (const { counter, values, by } of increments) {
      const key = seriesKey(counter, values);
      sums.set(key, (sums.get(key) ?? 0n) + by);
    }
    const added = new Map<string, Subject>();
    for (const subject of subjects) {
      const key = subjectKey(subject);
      if (!this.#subjects.has(key) && !added.has(key)) added.set(key, subject);
    }
    for (const [key, by] of sums) this.#add(key, by);
    for (const [key, subject] of added) this.#subjects.set(key, subject);
    this.#segments.push({ ...segment, increments: [...sums], subjects: [...added.values()] });
    this.#forget();
  }

  /** The events up to the tip lead to what the contracts hold. */
  markVerified(): void {
    this.#verifiedTo = this.tip.number;
  }

  /**
   * Takes back all that was added after a block.
   *
   * @returns False when it is not remembered what that was.
   */
  rollBackTo(block: number): boolean {
    if (block < this.#base.number) return false;
    while (this.tip.number > block) {
      const segment = this.#segments.pop();
      for (const [key, by] of segment?.increments ?? []) this.#add(key, -by);
      for (const subject of segment?.subjects ?? []) this.#subjects.delete(subjectKey(subject));
    }
    this.#verifiedTo = Math.min(this.#verifiedTo, this.tip.number);
    return true;
  }

  /** Becomes what it was, or begins anew. */
  restore({ base, segments, verifiedTo, totals, subjects }: TallyState): void {
    this.#base = base;
    this.#segments = [...segments];
    this.#verifiedTo = verifiedTo;
    this.#totals = new Map(totals);
    this.#subjects = new Map(subjects.map((subject) => [subjectKey(subject), subject]));
  }

  state(): TallyState {
    return {
      base: this.#base,
      segments: this.#segments,
      totals: [...this.#totals],
      subjects: [...this.#subjects.values()],
      verifiedTo: this.#verifiedTo,
    };
  }

  #add(key: string, by: bigint): void {
    this.#totals.set(key, (this.#totals.get(key) ?? 0n) + by);
  }

  /** Segments that lie deep enough become part of the base. */
  #forget(): void {
    const oldest = this.tip.number - REMEMBERED_BLOCKS;
    const keep = this.#segments.findIndex(({ number }) => number >= oldest);
    const last = keep > 0 ? this.#segments[keep - 1] : undefined;
    if (last === undefined) return;
    this.#base = { number: last.number, hash: last.hash, heads: last.heads };
    this.#segments = this.#segments.slice(keep);
  }
}

function subjectKey({ kind, id }: Pick<Subject, "kind" | "id">): string {
  return `${kind} ${id}`;
}
