import { keccakModule, LAYOUT, RATE } from "#lib/evidence/keccak-module";
import { toHex } from "#lib/evidence/rlp-values";

/** Scratch of every call: nothing that is in it outlives one. */
const { memory, absorb } = keccakModule();

const STATE_BYTES = 200;
const DIGEST_BYTES = 32;

/** Bytes that are absorbed at once at most: whole blocks. */
const ROOM = Math.floor((LAYOUT.end - LAYOUT.input) / RATE) * RATE;

/** keccak256 of bytes. Eight times as fast as in plain JavaScript, of which a bundle's verification would mostly consist. */
export function keccak(bytes: Uint8Array): Uint8Array {
  memory.fill(0, LAYOUT.state, LAYOUT.state + STATE_BYTES);
  let done = 0;
  for (; bytes.length - done >= ROOM; done += ROOM) {
    memory.set(bytes.subarray(done, done + ROOM), LAYOUT.input);
    absorb(LAYOUT.input, ROOM / RATE);
  }
  const rest = bytes.length - done;
  const blocks = Math.floor(rest / RATE) + 1;
  const end = LAYOUT.input + blocks * RATE;
  memory.set(done === 0 ? bytes : bytes.subarray(done), LAYOUT.input);
  // The padding of Keccak as Ethereum froze it, before FIPS 202 gave it another first bit.
  memory.fill(0, LAYOUT.input + rest, end);
  memory[LAYOUT.input + rest] = 0x01;
  memory[end - 1] = (memory[end - 1] ?? 0) | 0x80;
  absorb(LAYOUT.input, blocks);
  return memory.slice(LAYOUT.state, LAYOUT.state + DIGEST_BYTES);
}

/** The same as 0x-hex. */
export function keccakHex(bytes: Uint8Array): string {
  return toHex(keccak(bytes));
}
