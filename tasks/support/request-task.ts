import { suiteTask } from "./suite-task.ts";

/**
 * Begins the declaration of a task that writes what a council signs: `--out` and `--dry-run` besides what all tasks
 * accept. It sends nothing.
 */
// The builder's type is inferred: it carries the names and types of the arguments.
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types
export function requestTask(id: string[], description: string) {
  return suiteTask(id, description)
    .addFlag({ name: "dryRun", description: "Show what would be signed, with its hashes; write nothing" })
    .addOption({ name: "out", description: "Where to write it (default: into the deployment)", defaultValue: "" });
}
