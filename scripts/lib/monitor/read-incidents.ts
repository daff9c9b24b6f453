import { clocksOf, type Clock } from "#lib/incident/clocks";
import type { Incident } from "#lib/incident/incident";
import { readIncident } from "#lib/incident/read-incident";
import type { StateSource } from "#lib/monitor/state-source";

/** An incident whose review is not accepted, with the clocks of its service levels that are not stopped. */
export interface LiveIncident extends Pick<Incident, "severity" | "status"> {
  /** Its label, or its id where no folder has it. */
  readonly name: string;
  readonly clocks: readonly Clock[];
}

export async function readIncidents({ provider, record, tally, names, now }: StateSource): Promise<LiveIncident[]> {
  const all = await Promise.all(tally.subjects("incident").map(({ id }) => readIncident(provider, record, id)));
  return all
    .filter((incident) => incident !== undefined)
    .filter(({ status }) => status !== "Reviewed")
    .map((incident) => ({
      name: names.incident(incident.id),
      severity: incident.severity,
      status: incident.status,
      clocks: clocksOf(incident, now).filter(({ doneAt }) => doneAt === null),
    }));
}
