import { existsSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { parseKey, type KeyName } from "#lib/keys/key-id";

/** The chain holds ids; this file remembers which names they are the ids of. It can always be written anew. */
const keyNamesSchema = z.strictObject({ schema: z.literal("sign.key-names.v1"), names: z.array(z.string()) });

/** The name of a key, by `keys/names.json` of the deployment; its id where the file has none. */
export function keyNames(deploymentDirectory: string): (id: string) => string {
  const known = new Map(readNames(deploymentDirectory).map((name) => [parseKey(name).id, name]));
  return (id) => known.get(id) ?? id;
}

/** Remembers names of keys. An id that was given as such has none. */
export function rememberKeys(deploymentDirectory: string, keys: readonly KeyName[]): void {
  const known = readNames(deploymentDirectory);
  const added = keys.filter(({ text, id }) => text !== id && !known.includes(text)).map(({ text }) => text);
  if (added.length === 0) return;
  const names = [...new Set([...known, ...added])].sort();
  writeJsonFile(namesPath(deploymentDirectory), { schema: "sign.key-names.v1", names });
}

function readNames(deploymentDirectory: string): readonly string[] {
  const path = namesPath(deploymentDirectory);
  return existsSync(path) ? readJsonFile(path, keyNamesSchema).names : [];
}

function namesPath(deploymentDirectory: string): string {
  return join(deploymentDirectory, "keys", "names.json");
}
