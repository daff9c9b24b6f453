import { readEmergencyConfig, SystemBook } from "#lib/emergency/systems";
import { incidentLabels } from "#lib/incident/folder";
import { keyNames } from "#lib/keys/key-names";
import type { Names } from "#lib/monitor/state-source";

/** The names in the folder of a deployment, as they are now: people add to them while monitoring runs. */
export function readNames(deploymentDirectory: string): Names {
  const { systems } = readEmergencyConfig(deploymentDirectory);
  const programs = new Map(systems.flatMap((system) => (system.kind === "program" ? [[system.key, system.name]] : [])));
  return {
    systems: new SystemBook(systems),
    incident: incidentLabels(deploymentDirectory),
    key: keyNames(deploymentDirectory),
    program: (id) => programs.get(id) ?? id,
  };
}
