import { Contract, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { readEvents } from "#lib/identity/events";

/** A schema as it is in force. Times are Unix seconds. */
export interface SchemaInForce {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
  readonly revocationPolicyDigest: string;
  readonly publishedAt: number;
  /** Until then issuers who were judged by the version before may issue. */
  readonly previousUntil: number;
  /** Null unless it is retired. */
  readonly retiredAt: number | null;
}

/** A schema; undefined when nobody published it. */
export async function readSchema(
  provider: Provider,
  record: ContractsRecord,
  id: string,
): Promise<SchemaInForce | undefined> {
  const { address } = record.contracts.AccreditationRegistry;
  const registry = new Contract(address, suiteInterface("AccreditationRegistry"), provider);
  const schema = ((await registry.getFunction("schemaOf").staticCall(id)) as Result).toObject();
  const version = Number(schema["version"]);
  if (version === 0) return undefined;
  const terms = ((await registry.getFunction("schemaTerms").staticCall(id, version)) as Result).toObject();
  const retiredAt = Number(schema["retiredAt"]);
  return {
    id,
    version,
    digest: String(terms["digest"]),
    revocationPolicyDigest: String(terms["revocationPolicyDigest"]),
    publishedAt: Number(schema["publishedAt"]),
    previousUntil: Number(schema["previousUntil"]),
    retiredAt: retiredAt === 0 ? null : retiredAt,
  };
}

/** Ids of all schemas, in the order of their first publication. */
export async function listSchemaIds(provider: Provider, record: ContractsRecord): Promise<string[]> {
  const events = await readEvents(provider, record, { contract: "AccreditationRegistry", name: "SchemaPublished" });
  return [...new Set(events.flatMap(({ args: { schemaId } }) => (schemaId === undefined ? [] : [schemaId])))];
}

/** The schemas of {@link listSchemaIds}, as they are in force. */
export async function listSchemas(provider: Provider, record: ContractsRecord): Promise<SchemaInForce[]> {
  const ids = await listSchemaIds(provider, record);
  const schemas = await Promise.all(ids.map((id) => readSchema(provider, record, id)));
  return schemas.filter((schema) => schema !== undefined);
}
