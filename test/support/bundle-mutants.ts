import { type BundleFiles, sha256 } from "#lib/evidence/bag";
import type { EventLine } from "#lib/evidence/format";
import { toCanonicalJson, toNdjson } from "#lib/files/canonical-json";
import { genesisHead, nextHead } from "#lib/evidence/hash-chain";

/** What a forger does to one event. */
export const mutations = ["drop", "duplicate", "swap", "data", "topic", "block", "position", "decoded"] as const;

export type Mutation = (typeof mutations)[number];

export interface Mutant {
  /** Such as `swap RoleRegistry #3`. */
  readonly name: string;
  readonly files: BundleFiles;
  /** Places that a verifier may name: one of them must be in a claim that is not proven. */
  readonly places: readonly { readonly contract: string; readonly sequence: number }[];
}

/**
 * A bundle after one event was dropped, duplicated, swapped with its neighbour or altered; manifests are right again.
 *
 * @param rehash The forger also numbers the events again and recomputes every running head.
 */
export function mutate(
  files: BundleFiles,
  index: number,
  mutation: Mutation,
  chainId: number,
  rehash: boolean,
): Mutant {
  const path = eventsPath(files);
  const lines = eventLines(files);
  const victim = lines[index];
  if (victim === undefined) throw new RangeError(`no event ${index}`);
  const neighbour = lines[index + 1] ?? lines[index - 1] ?? victim;
  let mutated = apply(lines, index, mutation);
  if (rehash) mutated = rechain(mutated, chainId);
  const text = toNdjson(mutated);
  const places = [victim, neighbour].flatMap(({ contract, sequence }) => [
    { contract, sequence },
    { contract, sequence: sequence + 1 },
  ]);
  return {
    name: `${mutation}${rehash ? " and rehash" : ""} ${victim.contract} #${victim.sequence}`,
    files: rebag(new Map([...files, [path, Buffer.from(text)]])),
    places: mutation === "swap" || mutation === "duplicate" ? places : places.slice(0, 1),
  };
}

/** A bundle with an event after one of its own that never happened, everything numbered and hashed as if it had. */
export function invent(files: BundleFiles, index: number, chainId: number): Mutant {
  const lines = eventLines(files);
  const model = lines[index];
  if (model === undefined) throw new RangeError(`no event ${index}`);
  const invented = { ...model, data: flip(`${model.data}${"00".repeat(32)}`), event: null };
  const forged = rechain([...lines.slice(0, index + 1), invented, ...lines.slice(index + 1)], chainId);
  const { contract, sequence } = model;
  const next = lines[index + 1];
  return {
    name: `invent after ${contract} #${sequence}`,
    files: rebag(new Map([...files, [eventsPath(files), Buffer.from(toNdjson(forged))]])),
    places: [{ contract, sequence: sequence + 1 }, ...(next === undefined ? [] : [next])],
  };
}

/** The events of a bundle, in their order. */
export function eventLines(files: BundleFiles): EventLine[] {
  const text = Buffer.from(files.get(eventsPath(files)) ?? []).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EventLine);
}

/** Manifests and sums as they should be for the payload: a forger computes them too. */
export function rebag(files: BundleFiles): BundleFiles {
  const payload = [...files].filter(([path]) => path.startsWith("data/"));
  const octets = payload.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const info = Buffer.from(files.get("bag-info.txt") ?? [])
    .toString("utf8")
    .replace(/^Payload-Oxum: .*$/m, `Payload-Oxum: ${octets}.${payload.length}`);
  const tags = new Map<string, Uint8Array>([
    ["bag-info.txt", Buffer.from(info)],
    ["bagit.txt", files.get("bagit.txt") ?? Buffer.from("")],
    ["manifest-sha256.txt", manifestOf(payload)],
  ]);
  return new Map([...payload, ...tags, ["tagmanifest-sha256.txt", manifestOf([...tags])]]);
}

/** A canonical JSON file of a bundle with some change. */
export function editJson(
  files: BundleFiles,
  path: string,
  edit: (value: Record<string, unknown>) => unknown,
): BundleFiles {
  const value = JSON.parse(Buffer.from(files.get(path) ?? []).toString("utf8")) as Record<string, unknown>;
  return rebag(new Map([...files, [path, Buffer.from(toCanonicalJson(edit(value)))]]));
}

function eventsPath(files: BundleFiles): string {
  const path = [...files.keys()].find((name) => name.startsWith("data/events/"));
  if (path === undefined) throw new Error("a bundle without events");
  return path;
}

function apply(lines: readonly EventLine[], index: number, mutation: Mutation): EventLine[] {
  const before = lines.slice(0, index);
  const after = lines.slice(index + 1);
  const line = lines[index];
  if (line === undefined) return [...lines];
  switch (mutation) {
    case "drop":
      return [...before, ...after];
    case "duplicate":
      return [...before, line, line, ...after];
    case "swap": {
      const [next, ...rest] = after;
      return next === undefined
        ? [...before.slice(0, -1), line, ...before.slice(-1)]
        : [...before, next, line, ...rest];
    }
    case "data":
      return [...before, { ...line, data: flip(line.data === "0x" ? `0x${"00".repeat(32)}` : line.data) }, ...after];
    case "topic":
      return [...before, { ...line, topics: [...line.topics.slice(0, -1), flip(line.topics.at(-1) ?? "")] }, ...after];
    case "block":
      return [...before, { ...line, blockNumber: line.blockNumber + 1 }, ...after];
    case "position":
      return [...before, { ...line, transactionHash: flip(line.transactionHash) }, ...after];
    case "decoded":
      return [...before, { ...line, event: { name: "Nothing", signature: "Nothing()", args: {} } }, ...after];
  }
}

function rechain(lines: readonly EventLine[], chainId: number): EventLine[] {
  const last = new Map<string, { head: string; sequence: number }>();
  return lines.map((line) => {
    const { head, sequence } = last.get(line.contract) ?? { head: genesisHead(chainId, line.address), sequence: 0 };
    const next = { head: nextHead(head, line.topics, line.data, line.blockNumber), sequence: sequence + 1 };
    last.set(line.contract, next);
    return { ...line, ...next };
  });
}

function flip(hex: string): string {
  const last = Number.parseInt(hex.slice(-1), 16) ^ 1;
  return `${hex.slice(0, -1)}${last.toString(16)}`;
}

function manifestOf(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const lines = files.map(([path, bytes]) => [path, `${sha256(bytes)}  ${path}\n`] as const);
  return Buffer.from(
    lines
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, line]) => line)
      .join(""),
  );
}
