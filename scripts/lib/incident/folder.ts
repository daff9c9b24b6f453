import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { parseLabel, type Label } from "#lib/input/parse-label";

/** Where a deployment keeps what belongs to an incident: its postmortem, and what councils sign for it. */
export function incidentFolder(deploymentDirectory: string, incident: Label): string {
  return join(incidentsFolder(deploymentDirectory), incident.text);
}

export function postmortemPath(deploymentDirectory: string, incident: Label): string {
  return join(incidentFolder(deploymentDirectory, incident), "postmortem.md");
}

/** The label of an incident, by the folders of this deployment; its id where there is no folder. */
export function incidentLabels(deploymentDirectory: string): (id: string) => string {
  const folder = incidentsFolder(deploymentDirectory);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const labels = new Map(names.filter(isLabel).map((name) => [parseLabel(name).id, name]));
  return (id) => labels.get(id) ?? id;
}

function isLabel(name: string): boolean {
  try {
    parseLabel(name);
    return true;
  } catch {
    return false;
  }
}

function incidentsFolder(deploymentDirectory: string): string {
  return join(deploymentDirectory, "incidents");
}
