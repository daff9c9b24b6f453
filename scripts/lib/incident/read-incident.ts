import { Contract, ZeroHash, type Provider, type Result } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readLogs } from "#lib/chain/read-logs";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import { SuiteError } from "#lib/errors/suite-error";
import {
  incidentStatuses,
  severities,
  type FiledReview,
  type Incident,
  type ServiceLevels,
} from "#lib/incident/incident";
import type { Label } from "#lib/input/parse-label";

export function incidentRegistryAt(provider: Provider, record: ContractsRecord): Contract {
  return new Contract(record.contracts.IncidentRegistry.address, suiteInterface("IncidentRegistry"), provider);
}

/** An incident as the registry knows it; undefined when it does not. */
export async function readIncident(
  provider: Provider,
  record: ContractsRecord,
  id: string,
): Promise<Incident | undefined> {
  const answer = (await incidentRegistryAt(provider, record).getFunction("incidentOf").staticCall(id)) as Result;
  const { levels, ...fields } = answer.toObject() as Record<string, bigint> & { readonly levels: Result };
  const number = (name: string): number => Number(fields[name]);
  const later = (name: string): number | null => (number(name) === 0 ? null : number(name));
  const status = incidentStatuses[number("status")] ?? "None";
  if (status === "None") return undefined;
  return {
    id,
    status,
    severity: severities[number("severity")] ?? "None",
    entity: later("entity"),
    openedAt: number("openedAt"),
    openedBlock: number("openedBlock"),
    acknowledgedAt: later("acknowledgedAt"),
    mitigatedAt: later("mitigatedAt"),
    resolvedAt: later("resolvedAt"),
    reviewedAt: later("reviewedAt"),
    internalStatementAt: later("internalStatementAt"),
    publicStatementAt: later("publicStatementAt"),
    levels: levelsOf(levels),
  };
}

/**
 * An incident that must be known.
 *
 * @throws SuiteError `input/unknown-incident`.
 */
export async function findIncident(provider: Provider, record: ContractsRecord, label: Label): Promise<Incident> {
  const incident = await readIncident(provider, record, label.id);
  if (incident !== undefined) return incident;
  throw new SuiteError({
    code: "input/unknown-incident",
    message: `The IncidentRegistry knows no incident "${label.text}" (${label.id}).`,
    hint: "Check the label, letter by letter; list incidents with: npx hardhat incident list",
    details: { label: label.text, id: label.id },
  });
}

/** Ids of all incidents, oldest first. */
export async function listIncidentIds(provider: Provider, record: ContractsRecord): Promise<string[]> {
  const logs = await readLogs({
    provider,
    address: record.contracts.IncidentRegistry.address,
    topics: [suiteInterface("IncidentRegistry").getEvent("IncidentOpened")?.topicHash ?? null],
    fromBlock: record.deployedAtBlock,
    toBlock: await provider.getBlockNumber(),
  });
  return [...new Set(logs.map(({ topics }) => topics[1] ?? ZeroHash))];
}

/** The review that awaits acceptance; undefined when none does. */
export async function readFiledReview(
  provider: Provider,
  record: ContractsRecord,
  id: string,
): Promise<FiledReview | undefined> {
  const answer = (await incidentRegistryAt(provider, record).getFunction("reviewOf").staticCall(id)) as Result;
  const { digest, entity, interim, filedAt } = answer.toObject();
  if (digest === ZeroHash) return undefined;
  return { digest: String(digest), entity: Number(entity), interim: interim === true, filedAt: Number(filedAt) };
}

/** Ids of the keys that an incident exposed. */
export async function readNamedKeys(provider: Provider, record: ContractsRecord, id: string): Promise<string[]> {
  const keys = (await incidentRegistryAt(provider, record).getFunction("keysNamedBy").staticCall(id)) as Result;
  return keys.toArray() as string[];
}

function levelsOf(result: Result): ServiceLevels {
  const number = (name: string): number => Number(result[name]);
  return {
    acknowledgeWithin: number("acknowledgeWithin"),
    statementWithin: number("statementWithin"),
    mitigateWithin: number("mitigateWithin"),
    resolveWithin: number("resolveWithin"),
    reviewWithin: number("reviewWithin"),
  };
}
