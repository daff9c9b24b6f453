import type { PulledBlock } from "#lib/evidence/pull-blocks";
import { entryOf, type ExportWork, headersPart, inBundle } from "#lib/evidence/export-work";
import { eventText } from "#lib/evidence/event-text";
import { bundlePaths, type EventLine } from "#lib/evidence/format";
import { encodeRlpBytes, encodeRlpList, quantityBytes, rlpListPrefix } from "#lib/evidence/rlp-values";
import { SegmentMeter } from "#lib/evidence/segments";
import type { BufferedWriter } from "#lib/files/buffered-writer";
import { toBytes } from "#lib/files/canonical-json";

/** Where the events of the open segment grow. */
const OPEN_EVENTS = "events";

/** A segment that is being written. Chain data waits in memory until it is whole; events go to the disk as they come. */
interface OpenSegment {
  readonly from: number;
  readonly headers: Uint8Array[];
  readonly receipts: Uint8Array[];
  readonly transactions: Uint8Array[];
  readonly events: BufferedWriter;
  last: PulledBlock;
}

/** Writes blocks into segments, and seals each of them when it is whole. */
export class SegmentWriter {
  readonly #work: ExportWork;
  readonly #meter = new SegmentMeter();
  #open: OpenSegment | undefined;

  constructor(work: ExportWork) {
    this.#work = work;
  }

  add(block: PulledBlock, events: readonly EventLine[]): void {
    const { header, encoded, content } = block;
    const open = (this.#open ??= {
      from: header.number,
      headers: [],
      receipts: [],
      transactions: [],
      events: this.#work.grow(OPEN_EVENTS),
      last: block,
    });
    open.last = block;
    open.headers.push(encoded);
    if (content !== undefined) {
      open.receipts.push(blockEntry(header.number, content.receipts));
      open.transactions.push(blockEntry(header.number, content.transactions));
    }
    if (events.length > 0) open.events.write(toBytes(eventText(events)));
    if (this.#meter.add(encoded, content)) this.#seal(open, true);
  }

  /** The anchor was written: the last segment ends here, full or not. */
  end(): void {
    if (this.#open !== undefined) this.#seal(this.#open, false);
  }

  /** Nothing more will come; what is not sealed is lost. */
  abandon(): void {
    this.#open?.events.close();
    this.#open = undefined;
  }

  #seal({ from, headers, receipts, transactions, events, last }: OpenSegment, full: boolean): void {
    const { number: to, hash } = last.header;
    const eventsPath = inBundle(bundlePaths.events(from, to));
    const files = [
      this.#work.write(headersPart({ from, to }), listPieces(headers)),
      this.#work.write(inBundle(bundlePaths.receipts(from, to)), listPieces(receipts)),
      this.#work.write(inBundle(bundlePaths.transactions(from, to)), listPieces(transactions)),
      entryOf(eventsPath, events.finish()),
    ];
    this.#work.place(eventsPath, OPEN_EVENTS);
    this.#work.seal({ from, to, blockHash: hash, full, files });
    this.#open = undefined;
  }
}

/** A block's number and its items, as the bundle keeps them. */
function blockEntry(number: number, items: readonly Uint8Array[]): Uint8Array {
  return encodeRlpList([encodeRlpBytes(quantityBytes(number)), encodeRlpList(items.map(encodeRlpBytes))]);
}

function listPieces(items: readonly Uint8Array[]): Uint8Array[] {
  return [rlpListPrefix(items.reduce((sum, item) => sum + item.length, 0)), ...items];
}
