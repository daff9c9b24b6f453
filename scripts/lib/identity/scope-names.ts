import { existsSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { readSystems } from "#lib/emergency/systems";
import { readJsonFile, writeJsonFile } from "#lib/files/json-file";
import { parseLabel, type Label } from "#lib/input/parse-label";

/** The chain holds ids of schemas; this file remembers which labels they are the ids of. It can always be written anew. */
const namesSchema = z.strictObject({ schema: z.literal("sign.schema-names.v1"), names: z.array(z.string()) });

/** The label of a schema that was published from this deployment, the name of a rail of governance.json, else the id. */
export function scopeNames(deploymentDirectory: string): (id: string) => string {
  const known = new Map(readNames(deploymentDirectory).map((name) => [parseLabel(name).id, name]));
  const systems = readSystems(deploymentDirectory);
  return (id) => known.get(id) ?? systems.named(id).name;
}

/** Remembers the label of a schema. An id that was given as such has none. */
export function rememberSchema(deploymentDirectory: string, { text, id }: Label): void {
  const known = readNames(deploymentDirectory);
  if (text === id || known.includes(text)) return;
  const names = [...known, text].sort();
  writeJsonFile(namesPath(deploymentDirectory), { schema: "sign.schema-names.v1", names });
}

function readNames(deploymentDirectory: string): readonly string[] {
  const path = namesPath(deploymentDirectory);
  return existsSync(path) ? readJsonFile(path, namesSchema).names : [];
}

function namesPath(deploymentDirectory: string): string {
  return join(deploymentDirectory, "schemas", "names.json");
}
