import { type BundleSource, piecesOf } from "#lib/evidence/bag";
import { ByteSource } from "#lib/evidence/byte-source";
import { eventText } from "#lib/evidence/event-text";
import { bundlePaths, type EventLine } from "#lib/evidence/format";
import type { EventSink } from "#lib/evidence/prove-history";
import { ClaimError } from "#lib/evidence/report";
import type { BlockRange } from "#lib/evidence/segments";
import { toBytes } from "#lib/files/canonical-json";

/**
 * Holds the events that a bundle tells against those that its receipts prove, byte for byte and in the order of the chain,
 * while these are derived. Whoever dropped, moved or altered one has it named.
 */
export class EventComparison implements EventSink {
  readonly #files: BundleSource;
  #segment: BlockRange | undefined;
  #told: ByteSource | undefined;
  /** Lines of the current file that are as they should be. */
  #lines = 0;
  #last: EventLine | undefined;
  #difference: ClaimError | undefined;

  constructor(files: BundleSource) {
    this.#files = files;
  }

  readonly take = (segment: BlockRange, events: readonly EventLine[]): void => {
    if (this.#difference !== undefined) return;
    try {
      this.#compare(segment, events);
    } catch (error) {
      if (!(error instanceof ClaimError)) throw error;
      this.#difference = error;
      this.#told?.close();
    }
  };

  /** @throws ClaimError that names the first difference. */
  conclude(): void {
    if (this.#difference === undefined) this.#requireEnd();
    if (this.#difference !== undefined) throw this.#difference;
  }

  #compare(segment: BlockRange, events: readonly EventLine[]): void {
    if (segment.from !== this.#segment?.from) {
      this.#requireEnd();
      this.#segment = segment;
      this.#told = new ByteSource(piecesOf(this.#files, bundlePaths.events(segment.from, segment.to)));
      this.#lines = 0;
    }
    if (events.length === 0 || this.#told === undefined) return;
    const expected = toBytes(eventText(events));
    if (Buffer.compare(this.#told.peek(expected.length), expected) !== 0)
      throw this.#nameDifference(this.#told, events);
    this.#told.take(expected.length);
    this.#lines += events.length;
    this.#last = events.at(-1);
  }

  #nameDifference(told: ByteSource, events: readonly EventLine[]): ClaimError {
    for (const event of events) {
      const expected = toBytes(eventText([event]));
      if (Buffer.compare(told.take(expected.length), expected) === 0) {
        this.#lines += 1;
        continue;
      }
      const { contract, sequence, blockNumber } = event;
      return new ClaimError(
        `line ${this.#lines + 1} should be event ${sequence} of ${contract} in block ${blockNumber}, and is not: it was dropped, moved or altered`,
        { contract, sequence },
      );
    }
    return new ClaimError("the events are not what follows from the chain");
  }

  /** That the current file says no more. */
  #requireEnd(): void {
    if (this.#told?.ended ?? true) return;
    const { contract, sequence } = this.#last ?? {};
    throw new ClaimError(
      `after ${contract ?? "nothing"} ${sequence ?? 0} the bundle adds events that never happened`,
      contract === undefined || sequence === undefined ? {} : { contract, sequence: sequence + 1 },
    );
  }
}
