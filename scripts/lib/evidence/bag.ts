import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { decodeUtf8 } from "#lib/evidence/canonical-json";
import { toBytes } from "#lib/files/canonical-json";
import { ClaimError } from "#lib/evidence/report";

/** Files of a bundle by path below its root, `/` between segments. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** What `bag-info.txt` says; nothing in it comes from the exporting machine. */
export interface BagInfo {
  readonly chainId: number;
  readonly from: number;
  readonly to: number;
  /** Seconds since 1970, of the anchor block. */
  readonly timestamp: number;
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Adds the tag files of BagIt 1.0 (RFC 8493) to a payload. */
export function bagOf(payload: BundleFiles, info: BagInfo): BundleFiles {
  const manifest = manifestOf(payload);
  const octets = [...payload.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const bagInfo = [
    `Bagging-Date: ${new Date(info.timestamp * 1000).toISOString().slice(0, 10)}`,
    `External-Identifier: eip155:${info.chainId}:${info.from}-${info.to}`,
    `Payload-Oxum: ${octets}.${payload.size}`,
    "",
  ].join("\n");
  const tags = new Map([
    ["bag-info.txt", toBytes(bagInfo)],
    ["bagit.txt", toBytes(declaration)],
    ["manifest-sha256.txt", toBytes(manifest)],
  ]);
  return new Map([...payload, ...tags, ["tagmanifest-sha256.txt", toBytes(manifestOf(tags))]]);
}

export function writeFiles(root: string, files: BundleFiles): void {
  for (const [path, bytes] of files) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

/**
 * Reads a bundle. Only regular files in plain directories; every payload file in the manifest and every tag file in the
 * tag manifest, nothing else, all digests right.
 *
 * @throws ClaimError
 */
export function readBag(root: string): BundleFiles {
  const files = new Map<string, Uint8Array>();
  collect(root, "", files);
  if (files.size === 0) throw new ClaimError("the bundle is empty");
  const tagNames = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"];
  for (const path of files.keys()) {
    const known = path.startsWith("data/") || tagNames.includes(path) || path === "tagmanifest-sha256.txt";
    if (!known) throw new ClaimError(`${path} does not belong to a bundle`);
  }
  if (textOf(files, "bagit.txt") !== declaration) throw new ClaimError("bagit.txt is not the declaration of BagIt 1.0");
  const payload = [...files.keys()].filter((path) => path.startsWith("data/"));
  checkManifest(files, "tagmanifest-sha256.txt", tagNames);
  checkManifest(files, "manifest-sha256.txt", payload);
  return files;
}

function collect(root: string, folder: string, files: Map<string, Uint8Array>): void {
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = folder === "" ? name : `${folder}/${name}`;
    const status = lstatSync(join(root, path));
    if (status.isSymbolicLink()) throw new ClaimError(`${path} is a symbolic link`);
    if (status.isDirectory()) {
      collect(root, path, files);
      if (![...files.keys()].some((file) => file.startsWith(`${path}/`)))
        throw new ClaimError(`${path} is an empty folder`);
    } else if (status.isFile()) files.set(path, readFileSync(join(root, path)));
    else throw new ClaimError(`${path} is not a regular file`);
  }
}

function checkManifest(files: BundleFiles, manifest: string, expected: readonly string[]): void {
  const listed = new Map<string, string>();
  const text = textOf(files, manifest);
  if (!text.endsWith("\n")) throw new ClaimError(`${manifest} does not end with a newline`);
  for (const line of text.slice(0, -1).split("\n")) {
    const match = /^([0-9a-f]{64}) {2}([\w./-]+)$/.exec(line);
    const [, hash, path] = match ?? [];
    if (hash === undefined || path === undefined) throw new ClaimError(`${manifest} has a malformed line`);
    if (path.startsWith("/") || path.split("/").some((part) => part === "" || part === "." || part === "..")) {
      throw new ClaimError(`${manifest} names a path outside the bundle: ${path}`);
    }
    if (listed.has(path)) throw new ClaimError(`${manifest} lists ${path} twice`);
    if (!expected.includes(path)) throw new ClaimError(`${manifest} lists ${path}, which is not there`);
    listed.set(path, hash);
  }
  for (const path of expected) {
    const hash = listed.get(path);
    if (hash === undefined) throw new ClaimError(`${manifest} does not list ${path}`);
    if (sha256(files.get(path) ?? new Uint8Array()) !== hash) {
      throw new ClaimError(`${path} does not have the digest in ${manifest}`);
    }
  }
}

function textOf(files: BundleFiles, path: string): string {
  const bytes = files.get(path);
  if (bytes === undefined) throw new ClaimError(`${path} is missing`);
  return decodeUtf8(bytes, path);
}

function manifestOf(files: BundleFiles): string {
  return [...files]
    .map(([path, bytes]) => ({ path, line: `${sha256(bytes)}  ${path}\n` }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ line }) => line)
    .join("");
}
