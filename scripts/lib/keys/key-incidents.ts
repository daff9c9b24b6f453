import { ZeroHash, type Provider } from "ethers";

import { suiteInterface } from "#lib/abi/suite-interface";
import { readHistory, withTopics } from "#lib/chain/read-history";
import type { ContractsRecord } from "#lib/deployment/contracts-record";
import type { IncidentStatus, Severity } from "#lib/incident/incident";
import { readIncident } from "#lib/incident/read-incident";
import type { Key } from "#lib/keys/key";

/** An incident that names a key as exposed. */
export interface NamingIncident {
  readonly id: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  /** Whether it cannot be resolved before this key is replaced or retired. */
  readonly held: boolean;
}

/** The incidents that name a key, in the order in which they did. */
export async function incidentsNaming(
  provider: Provider,
  record: ContractsRecord,
  key: Key,
): Promise<NamingIncident[]> {
  const history = await readHistory(provider, record, "IncidentRegistry");
  const logs = withTopics(history, [suiteInterface("IncidentRegistry").getEvent("KeyNamed")?.topicHash, null, key.id]);
  const ids = logs.map(({ topics }) => topics[1] ?? ZeroHash);
  const incidents = await Promise.all(ids.map((id) => readIncident(provider, record, id)));
  return incidents
    .filter((incident) => incident !== undefined)
    .map(({ id, status, severity, openedAt }) => ({
      id,
      status,
      severity,
      held: !["Resolved", "Reviewed"].includes(status) && (key.endedAt === null || key.endedAt < openedAt),
    }));
}
