import { ByteSource } from "#lib/evidence/byte-source";
import { rlpExtent } from "#lib/evidence/rlp-values";

/** Longest that the prefix of an item can be. */
const PREFIX = 9;

/**
 * The encoded items of an RLP list that may be too long for memory, one after the other.
 *
 * @param what What the list is, as the error shall name it.
 * @throws Error when the bytes are not one list, or when an item is longer than its list. What is in the items is not looked at.
 */
export function* streamRlpList(pieces: Iterable<Uint8Array>, what: string): Generator<Uint8Array, void, undefined> {
  const source = new ByteSource(pieces);
  try {
    const { isList, start, length } = rlpExtent(source.peek(PREFIX), 0, what);
    if (!isList) throw new Error(`${what} is not a list`);
    source.take(start);
    let left = length;
    while (left > 0) {
      const item = rlpExtent(source.peek(Math.min(PREFIX, left)), 0, what);
      const size = item.start + item.length;
      if (size > left) throw new Error(`${what} holds an item that is longer than its list`);
      const bytes = source.take(size);
      if (bytes.length < size) throw new Error(`${what} ends early`);
      left -= size;
      yield bytes;
    }
    if (!source.ended) throw new Error(`${what} goes on after the end of its RLP`);
  } finally {
    source.close();
  }
}
