import { type BundleSource, piecesOf } from "#lib/evidence/bag";
import { ByteSource } from "#lib/evidence/byte-source";
import type { BlockLines } from "#lib/evidence/derive-views";
import { eventText } from "#lib/evidence/event-text";
import { bundlePaths, type EventLine } from "#lib/evidence/format";
import type { LineSink } from "#lib/evidence/prove-history";
import { ClaimError, type Place } from "#lib/evidence/report";
import type { BlockRange } from "#lib/evidence/segments";
import type { StatusCheckLine } from "#lib/evidence/status-check-format";
import { toBytes, toNdjson } from "#lib/files/canonical-json";

/**
 * Holds what a bundle tells event by event against what its receipts prove, byte for byte and in the order of the chain,
 * while this is derived. Whoever dropped, moved or altered a line has it named.
 */
export class LineComparison implements LineSink {
  readonly #files: BundleSource;
  #segment: BlockRange | undefined;
  #told: ByteSource | undefined;
  /** Lines of the current file that are as they should be. */
  #lines = 0;
  #last: EventLine | undefined;
  #difference: ClaimError | undefined;
  #checks: ByteSource | undefined;
  #checkDifference: ClaimError | undefined;

  constructor(files: BundleSource) {
    this.#files = files;
  }

  readonly take = (segment: BlockRange, { events, statusChecks }: BlockLines): void => {
    this.#difference ??= firstError(() => {
      this.#compare(segment, events);
    });
    if (statusChecks.length === 0) return;
    this.#checkDifference ??= firstError(() => {
      this.#compareChecks(statusChecks);
    });
  };

  /** @throws ClaimError that names the first difference in the events. */
  concludeEvents(): void {
    this.#difference ??= firstError(() => {
      this.#requireEnd();
    });
    this.#told?.close();
    if (this.#difference !== undefined) throw this.#difference;
  }

  /** @throws ClaimError that names the first difference in the status checks. */
  concludeStatusChecks(): void {
    this.#checkDifference ??= firstError(() => {
      if (!this.#openChecks().ended) throw checkError();
    });
    this.#checks?.close();
    if (this.#checkDifference !== undefined) throw this.#checkDifference;
  }

  #openChecks(): ByteSource {
    return (this.#checks ??= new ByteSource(piecesOf(this.#files, bundlePaths.statusChecks)));
  }

  #compareChecks(lines: readonly StatusCheckLine[]): void {
    const told = this.#openChecks();
    for (const line of lines) {
      const expected = toBytes(toNdjson([line]));
      if (Buffer.compare(told.take(expected.length), expected) === 0) continue;
      const { contract, sequence } = line;
      throw checkError({ contract, sequence });
    }
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

function checkError(place: Place = {}): ClaimError {
  return new ClaimError(`${bundlePaths.statusChecks} is not what follows from the chain`, place);
}

function firstError(check: () => void): ClaimError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ClaimError) return error;
    throw error;
  }
}
