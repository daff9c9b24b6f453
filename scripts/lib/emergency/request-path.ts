import { join } from "node:path";

import { incidentFolder } from "#lib/incident/folder";
import type { Label } from "#lib/input/parse-label";

/**
 * Where what a council signs in an emergency is kept: with its incident, or under `emergency` when it belongs to none.
 *
 * @param act What is done, for example `restrict`.
 * @param subjects What it is done to: names of systems, of a playbook, of an operation.
 */
export function emergencyRequestPath(
  deploymentDirectory: string,
  incident: Label | undefined,
  act: string,
  ...subjects: readonly string[]
): string {
  const folder =
    incident === undefined ? join(deploymentDirectory, "emergency") : incidentFolder(deploymentDirectory, incident);
  return join(folder, `${[act, ...subjects].join("-")}.json`);
}
