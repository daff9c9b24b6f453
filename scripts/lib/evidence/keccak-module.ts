/**
 * keccak-f[1600] as a WebAssembly module (FIPS 202, section 3), written out below instruction by instruction: JavaScript has
 * no 64-bit rotation, and a chain of events is hashing more than anything else. `absorb(pointer, blocks)` takes blocks of
 * 136 bytes from the module's memory into the state that lies at its beginning.
 */

/** Bytes of a block of keccak256. */
export const RATE = 136;

/** Where the module's memory holds what. */
export const LAYOUT = { state: 0, constants: 256, input: 1024, end: 65_536 } as const;

/** Of the 24 rounds. */
const ROUND_CONSTANTS = [
  0x0000000000000001n,
  0x0000000000008082n,
  0x800000000000808an,
  0x8000000080008000n,
  0x000000000000808bn,
  0x0000000080000001n,
  0x8000000080008081n,
  0x8000000000008009n,
  0x000000000000008an,
  0x0000000000000088n,
  0x0000000080008009n,
  0x000000008000000an,
  0x000000008000808bn,
  0x800000000000008bn,
  0x8000000000008089n,
  0x8000000000008003n,
  0x8000000000008002n,
  0x8000000000000080n,
  0x000000000000800an,
  0x800000008000000an,
  0x8000000080008081n,
  0x8000000000008080n,
  0x0000000080000001n,
  0x8000000080008008n,
];

/** Rotations of rho along the cycle of lanes that pi makes, beginning with lane 1. */
const RHO = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
const PI = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

/** Instructions, by their codes. */
const op = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  load: 0x29,
  store: 0x37,
  constant32: 0x41,
  constant64: 0x42,
  notEqual32: 0x47,
  add32: 0x6a,
  subtract32: 0x6b,
  and: 0x83,
  xor: 0x85,
  rotateLeft: 0x89,
} as const;

/** Numbers of the function's variables: its parameters, the place of the round's constant, lanes, columns, temporaries. */
const POINTER = 0;
const BLOCKS = 1;
const CONSTANT = 2;
const lane = (index: number): number => 3 + index;
const column = (index: number): number => 28 + (index % 5);
const MOVING = 33;
const KEPT = 34;

/** What `absorb` is called through. */
export interface KeccakModule {
  readonly memory: Uint8Array;
  readonly absorb: (pointer: number, blocks: number) => void;
}

/** Of WebAssembly what is needed here; Node's own types leave it to those of browsers. */
interface Engine {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: Exports };
}

interface Exports extends Pick<KeccakModule, "absorb"> {
  readonly memory: { readonly buffer: ArrayBuffer };
}

export function keccakModule(): KeccakModule {
  const { WebAssembly: engine } = globalThis as unknown as { readonly WebAssembly: Engine };
  const { memory, absorb } = new engine.Instance(new engine.Module(binary())).exports;
  const view = new DataView(memory.buffer);
  for (const [index, constant] of ROUND_CONSTANTS.entries()) {
    view.setBigUint64(LAYOUT.constants + 8 * index, constant, true);
  }
  return { memory: new Uint8Array(memory.buffer), absorb };
}

function absorbCode(): number[] {
  const lanes = Array.from({ length: 25 }, (_, index) => index);
  return [
    ...lanes.flatMap((index) => [op.constant32, 0, op.load, 3, ...unsigned(8 * index), op.set, lane(index)]),
    ...[op.loop, 0x40],
    ...lanes
      .slice(0, RATE / 8)
      .flatMap((index) => [
        ...xor(get(lane(index)), [...get(POINTER), op.load, 3, ...unsigned(8 * index)]),
        op.set,
        lane(index),
      ]),
    ...[op.constant32, ...signed(LAYOUT.constants), op.set, CONSTANT],
    ...[op.loop, 0x40, ...round()],
    ...[...get(CONSTANT), op.constant32, 8, op.add32, op.set, CONSTANT],
    ...[...get(CONSTANT), op.constant32, ...signed(LAYOUT.constants + 8 * ROUND_CONSTANTS.length), op.notEqual32],
    ...[op.branchIf, 0, op.end],
    ...[...get(POINTER), op.constant32, ...signed(RATE), op.add32, op.set, POINTER],
    ...[...get(BLOCKS), op.constant32, 1, op.subtract32, op.set, BLOCKS],
    ...[...get(BLOCKS), op.constant32, 0, op.notEqual32, op.branchIf, 0, op.end],
    ...lanes.flatMap((index) => [op.constant32, 0, ...get(lane(index)), op.store, 3, ...unsigned(8 * index)]),
    op.end,
  ];
}

/** Theta, rho and pi, chi, iota. */
function round(): number[] {
  const five = [0, 1, 2, 3, 4];
  const rows = [0, 5, 10, 15, 20];
  const theta = [
    ...five.flatMap((x) => [...rows.map((y) => get(lane(x + y))).reduce(xor), op.set, column(x)]),
    ...five.flatMap((x) => [
      ...xor(get(column(x + 4)), [...get(column(x + 1)), ...rotate(1)]),
      ...[op.set, MOVING],
      ...rows.flatMap((y) => [...xor(get(lane(x + y)), get(MOVING)), op.set, lane(x + y)]),
    ]),
  ];
  const rhoAndPi = [
    ...[...get(lane(1)), op.set, MOVING],
    ...PI.flatMap((target, step) => [
      ...[...get(lane(target)), op.set, KEPT],
      ...[...get(MOVING), ...rotate(RHO[step] ?? 0), op.set, lane(target)],
      ...[...get(KEPT), op.set, MOVING],
    ]),
  ];
  const chi = rows.flatMap((y) => [
    ...five.flatMap((x) => [...get(lane(x + y)), op.set, column(x)]),
    ...five.flatMap((x) => [
      ...xor(get(column(x)), [
        ...xor(get(column(x + 1)), [op.constant64, ...signed(-1)]),
        ...get(column(x + 2)),
        op.and,
      ]),
      ...[op.set, lane(x + y)],
    ]),
  ]);
  const iota = [...xor(get(lane(0)), [...get(CONSTANT), op.load, 3, 0]), op.set, lane(0)];
  return [...theta, ...rhoAndPi, ...chi, ...iota];
}

function get(variable: number): number[] {
  return [op.get, variable];
}

function rotate(bits: number): number[] {
  return [op.constant64, ...signed(bits), op.rotateLeft];
}

function xor(a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b, op.xor];
}

/** The sections of the module: one type, one function, one page of memory, both exported. */
function binary(): Uint8Array {
  const [i32, i64, functionType] = [0x7f, 0x7e, 0x60];
  const variables = [2, 1, i32, 32, i64];
  const body = [...variables, ...absorbCode()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, functionType, 2, i32, i32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [2, ...name("memory"), 2, 0, ...name("absorb"), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function name(text: string): number[] {
  return [text.length, ...Buffer.from(text)];
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)];
}
