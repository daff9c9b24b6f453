import { createHash } from "node:crypto";
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { decodeUtf8 } from "#lib/evidence/canonical-json";
import { ClaimError } from "#lib/evidence/report";
import { toBytes } from "#lib/files/canonical-json";

/** Files of a bundle by path below its root, `/` between segments, in memory. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

/** Files of a bundle, in memory or where they lie. */
export interface BundleSource {
  readonly size: number;
  readonly keys: () => Iterable<string>;
  readonly has: (path: string) => boolean;
  readonly get: (path: string) => Uint8Array | undefined;
}

/** A file of a payload, as manifests know it. */
export interface BagEntry {
  readonly path: string;
  /** Its length. */
  readonly bytes: number;
  readonly sha256: string;
}

/** What `bag-info.txt` says; nothing in it comes from the exporting machine. */
export interface BagInfo {
  readonly chainId: number;
  readonly from: number;
  readonly to: number;
  /** Seconds since 1970, of the anchor block. */
  readonly timestamp: number;
}

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const TAG_FILES = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];
/** What no manifest lists: the manifest of manifests, and the statement that signs its digest. */
const OUTSIDE_MANIFESTS = ["tagmanifest-sha256.txt", "attest/statement.dsse.json"];
const PIECE = 256 * 1024;

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The tag files of BagIt 1.0 (RFC 8493) for a payload. */
export function tagFiles(payload: readonly BagEntry[], info: BagInfo): BundleFiles {
  const octets = payload.reduce((sum, { bytes }) => sum + bytes, 0);
  const bagInfo = [
    `Bagging-Date: ${new Date(info.timestamp * 1000).toISOString().slice(0, 10)}`,
    `External-Identifier: eip155:${info.chainId}:${info.from}-${info.to}`,
    `Payload-Oxum: ${octets}.${payload.length}`,
    "",
  ].join("\n");
  const tags = new Map([
    ["bag-info.txt", toBytes(bagInfo)],
    ["bagit.txt", toBytes(declaration)],
    ["manifest-sha256.txt", toBytes(manifestOf(payload))],
  ]);
  return new Map([...tags, ["tagmanifest-sha256.txt", toBytes(manifestOf(entriesOf(tags, [...tags.keys()])))]]);
}

/** Files as manifests know them. */
export function entriesOf(files: BundleSource, paths: readonly string[]): BagEntry[] {
  return paths.map((path) => {
    if (files instanceof BagFolder) return files.entryOf(path);
    const bytes = files.get(path) ?? new Uint8Array();
    return { path, bytes: bytes.length, sha256: sha256(bytes) };
  });
}

/** A file in pieces, none of which is large when it lies on a disk. */
export function piecesOf(files: BundleSource, path: string): Iterable<Uint8Array> {
  if (!files.has(path)) throw new ClaimError(`${path} is missing`);
  if (files instanceof BagFolder) return files.piecesOf(path);
  return [files.get(path) ?? new Uint8Array()];
}

export function writeFiles(root: string, files: BundleFiles): void {
  for (const [path, bytes] of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

/**
 * Opens a bundle and reads every file once. Only regular files in plain directories; every payload file in the manifest
 * and every tag file in the tag manifest, nothing else, all digests right.
 *
 * @throws ClaimError
 */
export function openBag(root: string): BagFolder {
  const files = new BagFolder(root);
  const paths = [...files.keys()];
  if (paths.length === 0) throw new ClaimError("the bundle is empty");
  for (const path of paths) {
    const known = path.startsWith("data/") || TAG_FILES.includes(path) || OUTSIDE_MANIFESTS.includes(path);
    if (!known) throw new ClaimError(`${path} does not belong to a bundle`);
  }
  if (textOf(files, "bagit.txt") !== declaration) throw new ClaimError("bagit.txt is not the declaration of BagIt 1.0");
  checkManifest(files, "tagmanifest-sha256.txt", TAG_FILES);
  checkManifest(
    files,
    "manifest-sha256.txt",
    paths.filter((path) => path.startsWith("data/")),
  );
  return files;
}

/** All of a bundle in memory, checked as {@link openBag} does. */
export function readBag(root: string): BundleFiles {
  const files = openBag(root);
  return new Map([...files.keys()].map((path) => [path, files.get(path) ?? new Uint8Array()]));
}

/** A bundle on a disk. Files are read when they are asked for. */
export class BagFolder implements BundleSource {
  readonly #root: string;
  readonly #entries = new Map<string, BagEntry | undefined>();

  /** @throws ClaimError for anything but regular files in folders that hold some. */
  constructor(root: string) {
    this.#root = root;
    this.#collect("");
  }

  get size(): number {
    return this.#entries.size;
  }

  readonly keys = (): Iterable<string> => this.#entries.keys();

  readonly has = (path: string): boolean => this.#entries.has(path);

  readonly get = (path: string): Uint8Array | undefined =>
    this.has(path) ? readFileSync(join(this.#root, path)) : undefined;

  /** Length and digest; the file is read once for all askers. */
  entryOf(path: string): BagEntry {
    const known = this.#entries.get(path);
    if (known !== undefined) return known;
    const hash = createHash("sha256");
    let bytes = 0;
    // Nothing keeps a piece here: all of them can lie in the same place.
    const room = Buffer.allocUnsafeSlow(PIECE);
    for (const piece of this.#read(path, () => room)) {
      hash.update(piece);
      bytes += piece.length;
    }
    const entry = { path, bytes, sha256: hash.digest("hex") };
    this.#entries.set(path, entry);
    return entry;
  }

  readonly piecesOf = (path: string): Generator<Uint8Array, void, undefined> =>
    this.#read(path, () => Buffer.allocUnsafeSlow(PIECE));

  *#read(path: string, room: () => Buffer): Generator<Uint8Array, void, undefined> {
    const file = openSync(join(this.#root, path), "r");
    try {
      for (;;) {
        const piece = room();
        const length = readSync(file, piece);
        if (length === 0) return;
        yield piece.subarray(0, length);
      }
    } finally {
      closeSync(file);
    }
  }

  #collect(folder: string): void {
    for (const name of readdirSync(join(this.#root, folder)).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const status = lstatSync(join(this.#root, path));
      if (status.isSymbolicLink()) throw new ClaimError(`${path} is a symbolic link`);
      if (status.isDirectory()) {
        const before = this.size;
        this.#collect(path);
        if (this.size === before) throw new ClaimError(`${path} is an empty folder`);
      } else if (status.isFile()) this.#entries.set(path, undefined);
      else throw new ClaimError(`${path} is not a regular file`);
    }
  }
}

function checkManifest(files: BagFolder, manifest: string, expected: readonly string[]): void {
  const listed = new Map<string, string>();
  const text = textOf(files, manifest);
  if (!text.endsWith("\n")) throw new ClaimError(`${manifest} does not end with a newline`);
  const known = new Set(expected);
  for (const line of text.slice(0, -1).split("\n")) {
    const match = /^([0-9a-f]{64}) {2}([\w./-]+)$/.exec(line);
    const [, hash, path] = match ?? [];
    if (hash === undefined || path === undefined) throw new ClaimError(`${manifest} has a malformed line`);
    if (path.startsWith("/") || path.split("/").some((part) => part === "" || part === "." || part === "..")) {
      throw new ClaimError(`${manifest} names a path outside the bundle: ${path}`);
    }
    if (listed.has(path)) throw new ClaimError(`${manifest} lists ${path} twice`);
    if (!known.has(path)) throw new ClaimError(`${manifest} lists ${path}, which is not there`);
    listed.set(path, hash);
  }
  for (const path of expected) {
    const hash = listed.get(path);
    if (hash === undefined) throw new ClaimError(`${manifest} does not list ${path}`);
    if (!files.has(path)) throw new ClaimError(`${path} is missing`);
    if (files.entryOf(path).sha256 !== hash) {
      throw new ClaimError(`${path} does not have the digest in ${manifest}`);
    }
  }
}

function textOf(files: BundleSource, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw new ClaimError(`${path} is missing`);
  return decodeUtf8(bytes, path);
}

function manifestOf(entries: readonly BagEntry[]): string {
  return entries
    .map(({ path, sha256: digest }) => ({ path, line: `${digest}  ${path}\n` }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ line }) => line)
    .join("");
}
