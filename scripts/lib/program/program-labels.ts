import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { id as keccak } from "ethers";

/** The label of a programme, by the folders of this deployment; its id where there is no folder. */
export function programLabels(deploymentDirectory: string): (id: string) => string {
  const folder = join(deploymentDirectory, "programs");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const labels = new Map(names.map((name) => [keccak(name), name]));
  return (id) => labels.get(id) ?? id;
}
