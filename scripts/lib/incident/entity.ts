import { existsSync } from "node:fs";

import { z } from "zod";

import { governancePath } from "#lib/deployment/governance-schema";
import { SuiteError } from "#lib/errors/suite-error";
import { readJsonFile } from "#lib/files/json-file";

/** The part of governance.json that names entities. The rest is not judged: it must not stand in the way. */
const entitiesSchema = z.object({ entities: z.array(z.object({ key: z.string(), id: z.number() })) });

/** The largest number that an entity can have. */
const MAX_ENTITY = 255;

/**
 * The number of a legal entity, by its key in governance.json or by the number itself.
 *
 * @throws SuiteError `input/unknown-entity`, those of `readJsonFile`.
 */
export function resolveEntity(deploymentDirectory: string, value: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(value) && Number(value) <= MAX_ENTITY) return Number(value);
  const path = governancePath(deploymentDirectory);
  const { entities } = existsSync(path) ? readJsonFile(path, entitiesSchema) : { entities: [] };
  const found = entities.find(({ key }) => key === value);
  if (found !== undefined) return found.id;
  const keys = entities.map(({ key }) => key);
  throw new SuiteError({
    code: "input/unknown-entity",
    message: `"${value}" is no entity of this deployment.`,
    hint: `Use ${[...keys, `a number from 1 to ${String(MAX_ENTITY)}`].join(", ")}.`,
    details: { value, entities: keys },
  });
}
